package policy

import (
	"context"
	"errors"
	"io/fs"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// Source is one tree of rule folders.
type Source struct {
	// Name stands before file names in errors: the directory as the user wrote it, "" for the built-in set.
	Name string
	FS   fs.FS
	// Builtin tells the project's own rules (policies.FS) from a user's.
	Builtin bool
}

// Set is a valid set of rules. It is immutable and safe for concurrent use.
type Set struct{ rules []finding.Rule }

// Load reads and validates the rules of all sources as one set.
func Load(_ context.Context, _ ...Source) (*Set, error) {
	return nil, errors.New("load rules: not ready")
}

// Rules lists all rules in the order of their IDs. The caller owns the slice.
func (s *Set) Rules() []finding.Rule { return append([]finding.Rule(nil), s.rules...) }

// Prepare compiles the rules with the given IDs, and no others.
func (s *Set) Prepare(_ context.Context, _ []string) (*Evaluator, error) {
	return nil, errors.New("prepare rules: not ready")
}

// Evaluator judges inputs by the rules it was prepared with. It is safe for concurrent use.
type Evaluator struct{}

// Evaluate judges one input (a struct of package input, or what encoding/json would decode of one) by all prepared rules
// of its kind. Hits are in the order of rule, path and message.
//
// An error may stand beside hits: each rule that erred is a *RuleError joined into it, and the hits are those of the
// others. Only a cancelled ctx leaves no hits.
func (e *Evaluator) Evaluate(_ context.Context, _ string, _ any) ([]Hit, error) {
	return nil, errors.New("evaluate: not ready")
}

// RuleError is a rule that could not be evaluated: a built-in that failed, a conflict, a member of deny of the wrong shape.
type RuleError struct {
	Rule string
	Err  error
}

func (e *RuleError) Error() string { return "rule " + e.Rule + ": " + e.Err.Error() }

func (e *RuleError) Unwrap() error { return e.Err }
