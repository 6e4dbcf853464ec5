package check

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/hullcheck/hullcheck/pkg/policy"
)

// evaluate judges a container or an object, given as a pointer, by its rules, or remembers what they said of equal facts.
func (e *Engine) evaluate(ctx context.Context, kind string, in any, at marks) ([]policy.Hit, error) {
	a := asking{engine: e, kind: kind, in: in, at: at}
	var bad []error
	for _, g := range e.evaluator.Groups(kind) {
		if !g.MayFire(in) {
			continue
		}
		if err := a.group(ctx, g); ctx.Err() != nil {
			return nil, fmt.Errorf("evaluate %s rules: %w", kind, ctx.Err())
		} else if err != nil {
			bad = append(bad, err)
		}
	}
	slices.SortStableFunc(a.hits, func(a, b policy.Hit) int { return cmp.Compare(a.Rule.ID, b.Rule.ID) })
	return a.hits, errors.Join(bad...)
}

// asking is one input on its way past all groups of rules.
type asking struct {
	engine *Engine
	kind   string
	in     any
	at     marks
	buf    []byte
	hits   []policy.Hit
}

func (a *asking) group(ctx context.Context, g *policy.Group) error {
	key, buf := keyOf(a.buf, a.kind, g, a.in, a.at)
	a.buf = buf
	if hits, ok := a.engine.memo.get(key, a.at); ok {
		a.hits = append(a.hits, hits...)
		return nil
	}
	hits, err := a.engine.evaluator.EvaluateGroup(ctx, g, a.in)
	if err == nil {
		a.engine.memo.put(key, hits, a.at)
	}
	a.hits = append(a.hits, hits...)
	return err
}
