package check

import (
	"github.com/hullcheck/hullcheck/pkg/identity"
	"github.com/hullcheck/hullcheck/pkg/policy/input"
)

// fact hands a fact, which must not change while rules read it, to them. Where it is not known the value is left out, so that a
// rule which reads it is silent.
func fact[T any](f *identity.Fact[T]) input.Fact[T] {
	if !f.Known() {
		return input.Fact[T]{Unknown: f.Unknown}
	}
	from := f.Path
	if from == "" {
		from = string(f.From)
	}
	return input.Fact[T]{Value: &f.Value, From: from}
}

// setting hands a setting to the rules; the value is left out where no field sets it.
func setting[T any](s *identity.Setting[T]) input.Setting[T] {
	out := input.Setting[T]{Set: s.Set, From: s.From, Level: string(s.Level)}
	if s.Set {
		out.Value = &s.Value
	}
	if s.Overridden != nil {
		out.Overridden = &input.Written[T]{Value: s.Overridden.Value, From: s.Overridden.From}
	}
	return out
}

// written is the setting of one field of one security context, before anything is inherited.
func written[T any](value *T, from string, level identity.Level) input.Setting[T] {
	if value == nil {
		return input.Setting[T]{From: from}
	}
	return input.Setting[T]{Set: true, Value: value, From: from, Level: string(level)}
}

// list makes a missing list an empty one: a rule that counts null is undefined.
func list[T any](in []T) []T {
	if in == nil {
		return []T{}
	}
	return in
}
