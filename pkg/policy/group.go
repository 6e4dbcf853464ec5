package policy

import (
	"context"
	"encoding/binary"
	"fmt"
	"reflect"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
)

// Group is rules of one kind that read the same parts of their input, so that what they said of one input holds for every
// other that is equal in these parts.
type Group struct {
	kind   string
	number int
	query  *query
	facts  projection
	may    condition
	// prepared makes what only evaluation needs, once it is needed.
	prepared func() (converter, error)
}

// Groups divides the prepared rules of a kind. It is the same division each time.
func (e *Evaluator) Groups(kind string) []*Group {
	if q := e.kinds[kind]; q != nil {
		return q.groups()
	}
	return nil
}

// divide makes groups of the members of a query, in the order of their first rules.
func (q *query) divide(c *ast.Compiler, kind string) []*Group {
	var groups []*Group
	byParts := map[string]*Group{}
	fires := map[*Group][]holding{}
	for _, m := range q.members {
		whole, touched := partsOf(c, m.deny)
		name := fmt.Sprintf("%q %q", whole, touched)
		g := byParts[name]
		if g == nil {
			g = newGroup(c, kind, whole, touched)
			g.number = len(groups)
			byParts[name], groups = g, append(groups, g)
		}
		g.query.members = append(g.query.members, m)
		fires[g] = append(fires[g], firing(c, inputTypes[kind], m.deny))
	}
	for _, g := range groups {
		g.may = anyOf(fires[g]).may
	}
	return groups
}

func newGroup(c *ast.Compiler, kind string, whole, touched []part) *Group {
	t := inputTypes[kind]
	g := &Group{kind: kind, query: &query{}, facts: projectionOf(t, whole, touched)}
	g.prepared = sync.OnceValues(func() (converter, error) {
		if err := g.query.compile(c); err != nil {
			return nil, fmt.Errorf("compile rules: %w", err)
		}
		return partialConverter(t, whole, touched)
	})
	return g
}

// MayFire is false where the rules of g say nothing of an input for certain. input is a pointer to a struct of package
// input.
func (g *Group) MayFire(input any) bool { return g.may(reflect.ValueOf(input).Elem()) }

// Facts appends what the rules of g read of an input, as bytes that are equal for equal facts only. Strings are appended
// by text, which decides which of them count as equal: it must lead the rules to the same hits, but for these strings.
// input is a pointer to a struct of package input.
func (g *Group) Facts(buf []byte, input any, text func(buf []byte, s string) []byte) []byte {
	return g.facts(binary.AppendUvarint(buf, uint64(g.number)), reflect.ValueOf(input).Elem(), text)
}

// EvaluateGroup judges one input by the rules of a group, as Evaluate does by all of its kind. input is a pointer to a
// struct of package input.
func (e *Evaluator) EvaluateGroup(ctx context.Context, g *Group, input any) ([]Hit, error) {
	convert, err := g.prepared()
	if err != nil {
		return nil, err
	}
	return e.ask(ctx, g.kind, g.query, convert(reflect.ValueOf(input).Elem()))
}
