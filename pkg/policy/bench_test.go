package policy_test

import (
	"testing"

	"github.com/hullcheck/hullcheck/pkg/policy"
	"github.com/hullcheck/hullcheck/pkg/policy/input"
	"github.com/hullcheck/hullcheck/policies"
)

var builtin = policy.Source{FS: policies.FS, Builtin: true, Index: policies.Index}

// BenchmarkStart is what a run pays before it judges anything: loading the built-in set and compiling all of it.
func BenchmarkStart(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		prepareAll(b)
	}
}

// BenchmarkEvaluateContainer is one container by all built-in rules, conversion of the input included.
func BenchmarkEvaluateContainer(b *testing.B) {
	e := prepareAll(b)
	in := sampleContainer()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := e.Evaluate(b.Context(), input.KindContainer, &in); err != nil {
			b.Fatal(err)
		}
	}
}

func prepareAll(tb testing.TB) *policy.Evaluator {
	tb.Helper()
	set, err := policy.Load(tb.Context(), builtin)
	if err != nil {
		tb.Fatal(err)
	}
	var ids []string
	for _, r := range set.Rules() {
		ids = append(ids, r.ID)
	}
	e, err := set.Prepare(tb.Context(), ids)
	if err != nil {
		tb.Fatal(err)
	}
	return e
}
