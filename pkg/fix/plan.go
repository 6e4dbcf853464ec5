package fix

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/fix/yamledit"
)

// Step is what becomes of one finding.
type Step struct {
	Finding *finding.Finding
	// Changes resolve it, with pointers of the object; none where another step does so already, or where it is left.
	Changes []yamledit.Change
	// Words say what is done, Unverified what nobody has verified of it.
	Words, Unverified string
	// Left is why nothing is done; "" where something is.
	Left string
}

// Plan says how the findings on the workload are resolved together: each change is judged on top of those before it.
// without are findings to leave alone, with the reason.
func (w *Workload) Plan(ctx context.Context, findings []*finding.Finding, without map[*finding.Finding]string) ([]Step, error) {
	sorted := slices.Clone(findings)
	slices.SortStableFunc(sorted, func(a, b *finding.Finding) int { return cmp.Compare(rank(a.Rule), rank(b.Rule)) })
	var steps []Step
	now := w
	for _, f := range sorted {
		if why, skip := without[f]; skip {
			steps = append(steps, Step{Finding: f, Left: why})
			continue
		}
		step, next, err := now.resolve(ctx, f)
		if err != nil {
			return nil, err
		}
		steps, now = append(steps, step), next
	}
	return steps, nil
}

// resolve tries the ways to resolve a finding until one does no harm, and gives the workload behind it.
func (w *Workload) resolve(ctx context.Context, f *finding.Finding) (Step, *Workload, error) {
	step := Step{Finding: f}
	propose, known := rules[f.Rule]
	if !known {
		step.Left = LeftFor(f)
		return step, w, nil
	}
	p, err := propose(ctx, w.target(f))
	if err != nil {
		return step, w, err
	}
	var harm []string
	for _, c := range p.candidates {
		if slices.ContainsFunc(c.changes, func(c yamledit.Change) bool { return c.Path == nowhere }) {
			harm = append(harm, "the object has no place for settings of the pod: they stand in its runs")
			continue
		}
		next, err := w.with(ctx, c.changes)
		var why string
		switch {
		case ctx.Err() != nil:
			return step, w, ctx.Err()
		case err != nil:
			why = err.Error()
		default:
			why = next.worse(w)
		}
		if why == "" {
			step.Changes, step.Words, step.Unverified = c.changes, c.words, c.unverified
			return step, next, nil
		}
		if !slices.Contains(harm, why) {
			harm = append(harm, why)
		}
	}
	step.Left = p.left
	if len(harm) > 0 {
		step.Left = strings.Join(harm, "; ")
	}
	return step, w, nil
}
