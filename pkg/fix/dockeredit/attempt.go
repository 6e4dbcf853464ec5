package dockeredit

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// candidate is one way to resolve a finding.
type candidate struct {
	description string
	changes     []change
}

// attempt is a candidate that holds: the file with it, and the changes that lead there, each set in the file that the one
// before it left.
type attempt struct {
	description string
	changes     [][]change
	state       *state
}

// maxDepth is how many findings may follow from each other.
const maxDepth = 3

// resolve tries the ways to resolve a finding: first for one that brings no other finding, then for one that brings lesser
// ones of the same kind. Where none does, why says so.
func (e *editor) resolve(ctx context.Context, s *state, f finding.Finding, depth int) (*attempt, string, error) {
	candidates, why, err := e.candidates(ctx, s, f)
	if err != nil || len(candidates) == 0 {
		return nil, why, err
	}
	var lesser *attempt
	for i, c := range candidates {
		a, fault, err := e.try(ctx, s, f, c, depth)
		switch {
		case err != nil:
			return nil, "", err
		case a == nil:
			if i == 0 || why == "" {
				why = fault
			}
		case len(news(s.findings, a.state.findings)) == 0:
			return a, "", nil
		case lesser == nil:
			lesser = a
		}
	}
	return lesser, why, nil
}

// try makes a candidate and, where it brings findings that may not stay, what those ask for.
func (e *editor) try(ctx context.Context, s *state, f finding.Finding, c candidate, depth int) (*attempt, string, error) {
	next, err := e.state(ctx, apply(s.raw, c.changes))
	if ctx.Err() != nil {
		return nil, "", fmt.Errorf("stopped: %w", context.Cause(ctx))
	}
	if err != nil {
		return nil, fmt.Sprintf("with %q the build would stop: %v", c.description, err), nil
	}
	a := &attempt{description: c.description, changes: [][]change{c.changes}, state: next}
	for depth < maxDepth {
		fresh := intolerable(f, news(s.findings, a.state.findings))
		if len(fresh) == 0 {
			break
		}
		more, _, err := e.resolve(ctx, a.state, fresh[0], depth+1)
		if err != nil {
			return nil, "", err
		}
		if more == nil {
			break
		}
		a.description += "; " + more.description
		a.changes = append(a.changes, more.changes...)
		a.state = more.state
	}
	if why := a.fault(s, f); why != "" {
		return nil, why, nil
	}
	return a, "", nil
}

// fault is why an attempt does not hold; "" where it does.
func (a *attempt) fault(s *state, f finding.Finding) string {
	if tally(a.state.findings)[key(f)] >= tally(s.findings)[key(f)] {
		return fmt.Sprintf("%q does not resolve it", a.description)
	}
	for _, n := range intolerable(f, news(s.findings, a.state.findings)) {
		return fmt.Sprintf("%q would bring %s: %s", a.description, n.Rule, n.Message)
	}
	if n := failure(a.state); n != "" && n != failure(s) {
		return fmt.Sprintf("with %q %s", a.description, n)
	}
	return ""
}

// failure is what the prediction says of a build that seems to fail.
func failure(s *state) string {
	for _, n := range s.p.Notes {
		if strings.HasPrefix(n.Message, "the build ") {
			return n.Message
		}
	}
	return ""
}

// news are the findings that a changed file has and the former had not.
func news(before, after []finding.Finding) []finding.Finding {
	n := tally(before)
	var out []finding.Finding
	for _, f := range after {
		if n[key(f)]--; n[key(f)] < 0 {
			out = append(out, f)
		}
	}
	return out
}

// intolerable are the new findings that may not take the place of a resolved one. A lesser one on the user may, since it is
// tried next, and so may what the resolved one superseded.
func intolerable(resolved finding.Finding, fresh []finding.Finding) []finding.Finding {
	var out []finding.Finding
	for _, f := range fresh {
		superseded := slices.ContainsFunc(resolved.Related, func(r finding.Related) bool { return strings.Contains(r.Message, f.Message) })
		lesser := strings.HasPrefix(f.Rule, "image/") && f.Severity < resolved.Severity
		if !superseded && !lesser {
			out = append(out, f)
		}
	}
	return out
}
