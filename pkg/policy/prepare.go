package policy

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage/inmem"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// Prepare compiles the rules with the given IDs, and no others, once for any number of evaluations.
func (s *Set) Prepare(ctx context.Context, ids []string) (*Evaluator, error) {
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	modules := maps.Clone(s.libs)
	for _, id := range ids {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		name, m, err := s.module(id)
		if err != nil {
			return nil, err
		}
		modules[name] = m
	}
	c := runCompiler()
	if err := compileErrors(c, modules); err != nil {
		return nil, fmt.Errorf("compile rules: %w", err)
	}
	e := &Evaluator{compiler: c, store: inmem.New(), kinds: map[string]*query{}}
	for _, id := range ids {
		r := s.rule(id)
		q := e.kinds[r.Input]
		if q == nil {
			q = &query{}
			e.kinds[r.Input] = q
		}
		q.members = append(q.members, member{rule: r, deny: denyRef(s.sources[id].folder)})
	}
	for kind, q := range e.kinds {
		if err := q.compile(c); err != nil {
			return nil, fmt.Errorf("compile rules: %w", err)
		}
		q.groups = sync.OnceValue(func() []*Group { return q.divide(c, kind) })
	}
	return e, nil
}

func (s *Set) module(id string) (string, *ast.Module, error) {
	f, ok := s.sources[id]
	if !ok {
		return "", nil, fmt.Errorf("no rule %q", id)
	}
	if f.module != nil {
		return f.folder.shown(), f.module, nil
	}
	m, err := parse(f.folder, false)
	return f.folder.shown(), m, err
}

func denyRef(f folder) ast.Ref {
	return ast.Ref{
		ast.DefaultRootDocument, ast.StringTerm(f.category), ast.StringTerm(f.name), ast.StringTerm("deny"),
	}
}

// query is all chosen rules of one kind of input. They are evaluated in one go, because starting an evaluation costs
// more than most rules do.
type query struct {
	members []member // by rule ID
	all     prepared
	groups  func() []*Group
}

type member struct {
	rule *finding.Rule
	deny ast.Ref
}

type prepared struct {
	body     ast.Body
	compiler ast.QueryCompiler
}

// compile prepares `deny_0 = data.a.b.deny; deny_1 = …`.
func (q *query) compile(c *ast.Compiler) error {
	var body ast.Body
	for i := range q.members {
		body.Append(q.expr(i))
	}
	var err error
	q.all, err = prepare(c, body)
	return err
}

// single prepares the question for one member alone, which is asked only after all together have failed.
func (q *query) single(c *ast.Compiler, i int) (prepared, error) {
	return prepare(c, ast.NewBody(q.expr(i)))
}

func (q *query) expr(i int) *ast.Expr {
	return ast.Equality.Expr(ast.NewTerm(denyVar(i)), ast.NewTerm(q.members[i].deny))
}

func denyVar(i int) ast.Var { return ast.Var(fmt.Sprintf("deny_%d", i)) }

func prepare(c *ast.Compiler, body ast.Body) (prepared, error) {
	qc := c.QueryCompiler()
	compiled, err := qc.Compile(body)
	if err != nil {
		return prepared{}, err
	}
	return prepared{body: compiled, compiler: qc}, nil
}
