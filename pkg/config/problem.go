package config

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// Problem is one fault of the file, or a warning about what it says.
type Problem struct { //nolint:errname // warnings are problems too, and no errors
	At            finding.Location
	Message, Hint string
}

// Error is the place and the message, without the hint, which stands on a line of its own.
func (p *Problem) Error() string {
	if p.At.Line == 0 {
		return p.At.File + ": " + p.Message
	}
	if p.At.Column == 0 {
		return fmt.Sprintf("%s:%d: %s", p.At.File, p.At.Line, p.Message)
	}
	return fmt.Sprintf("%s:%d:%d: %s", p.At.File, p.At.Line, p.At.Column, p.Message)
}

// Problems are all faults of a file, in the order of its lines: a person mends them in one go.
type Problems []*Problem //nolint:errname // see Problem

func (ps Problems) Error() string {
	texts := make([]string, len(ps))
	for i, p := range ps {
		texts[i] = p.Error()
		if p.Hint != "" {
			texts[i] += "\n  hint: " + p.Hint
		}
	}
	return strings.Join(texts, "\n")
}

// Unwrap gives the single problems to errors.As.
func (ps Problems) Unwrap() []error {
	errs := make([]error, len(ps))
	for i, p := range ps {
		errs[i] = p
	}
	return errs
}

// err is nil where there is no problem.
func (ps Problems) err() error {
	if len(ps) == 0 {
		return nil
	}
	slices.SortStableFunc(ps, func(a, b *Problem) int {
		return cmp.Or(finding.CompareLocations(a.At, b.At), cmp.Compare(a.Message, b.Message))
	})
	return ps
}
