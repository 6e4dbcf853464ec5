package policy

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/metrics"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// Evaluator judges inputs by the rules it was prepared with. It is safe for concurrent use.
type Evaluator struct {
	compiler *ast.Compiler
	store    storage.Store
	kinds    map[string]*query
}

// RuleError is a rule that could not be evaluated: a built-in that failed, a conflict, a member of deny of the wrong
// shape.
type RuleError struct {
	Rule string
	Err  error
}

func (e *RuleError) Error() string { return "rule " + e.Rule + ": " + e.Err.Error() }

func (e *RuleError) Unwrap() error { return e.Err }

// Evaluate judges one input (a struct of package input, or what encoding/json would decode of one) by all prepared rules
// of its kind. Hits are in the order of rule, path and message.
//
// An error may stand beside hits: each rule that erred is a *RuleError joined into it, and the hits are those of the
// others. Only a ctx that is done leaves no hits.
func (e *Evaluator) Evaluate(ctx context.Context, kind string, input any) ([]Hit, error) {
	q := e.kinds[kind]
	if q == nil {
		return nil, nil
	}
	v, err := valueOf(input)
	if err != nil {
		return nil, fmt.Errorf("evaluate %s rules: %w", kind, err)
	}
	return e.ask(ctx, kind, q, ast.NewTerm(v))
}

// ask evaluates all members of a query at once and, where that fails, one by one.
func (e *Evaluator) ask(ctx context.Context, kind string, q *query, in *ast.Term) ([]Hit, error) {
	result, err := e.run(ctx, q.all, in)
	if err == nil {
		return q.collect(func(i int) (*ast.Term, error) { return result[denyVar(i)], nil })
	}
	if ctx.Err() != nil {
		return nil, fmt.Errorf("evaluate %s rules: %w", kind, ctx.Err())
	}
	hits, err := q.collect(func(i int) (*ast.Term, error) {
		p, err := q.single(e.compiler, i)
		if err != nil {
			return nil, err
		}
		result, err := e.run(ctx, p, in)
		return result[denyVar(i)], err
	})
	if ctx.Err() != nil {
		return nil, fmt.Errorf("evaluate %s rules: %w", kind, ctx.Err())
	}
	return hits, err
}

// collect makes hits of every member's deny set and keeps going past those that err.
func (q *query) collect(deny func(i int) (*ast.Term, error)) ([]Hit, error) {
	var hits []Hit
	var bad []error
	for i, m := range q.members {
		set, err := deny(i)
		var mine []Hit
		if err == nil {
			mine, err = hitsOf(m.rule, set)
		}
		if err != nil {
			bad = append(bad, &RuleError{Rule: m.rule.ID, Err: err})
			continue
		}
		slices.SortFunc(mine, func(a, b Hit) int {
			return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Message, b.Message), cmp.Compare(a.Write, b.Write))
		})
		hits = append(hits, mine...)
	}
	return hits, errors.Join(bad...)
}

// run evaluates a query that has exactly one answer, as deny sets are always defined.
func (e *Evaluator) run(ctx context.Context, p prepared, in *ast.Term) (topdown.QueryResult, error) {
	txn, err := e.store.NewTransaction(ctx)
	if err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	defer e.store.Abort(ctx, txn)
	cancel := topdown.NewCancel()
	defer context.AfterFunc(ctx, cancel.Cancel)()
	results, err := topdown.NewQuery(p.body).
		WithCompiler(e.compiler).
		WithQueryCompiler(p.compiler).
		WithStore(e.store).
		WithTransaction(txn).
		WithInput(in).
		WithCancel(cancel).
		WithMetrics(metrics.NoOp()).
		WithStrictBuiltinErrors(true).
		Run(ctx)
	switch {
	case err != nil:
		return nil, err
	case len(results) != 1:
		return nil, fmt.Errorf("%d answers where one was due", len(results))
	}
	return results[0], nil
}
