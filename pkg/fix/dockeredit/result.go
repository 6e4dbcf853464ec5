package dockeredit

import (
	"context"
	"fmt"
	"slices"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// result turns the steps into fixes: steps that touch are one.
func (l *loop) result(ctx context.Context, content []byte) (*Result, error) {
	out := &Result{Content: l.now.raw}
	text := newScript(content, nil)
	changes := l.pieces.changes(len(content))
	for _, steps := range l.together(changes) {
		f := Fix{Fix: finding.Fix{Description: l.describe(steps)}}
		for _, i := range steps {
			f.Resolves = append(f.Resolves, l.steps[i].resolves...)
		}
		for _, c := range changes {
			if slices.Contains(steps, c.steps[0]) {
				f.Edits = append(f.Edits, text.edit(l.now.p.Image.Name, c.change))
			}
		}
		out.Fixes = append(out.Fixes, f)
	}
	for _, f := range l.asked {
		if why := l.whyLeft(f); why != "" {
			out.Left = append(out.Left, Left{Finding: f, Why: why})
		}
	}
	if len(out.Fixes) > 0 {
		notes, err := l.now.remarks(ctx)
		if err != nil {
			return nil, fmt.Errorf("look at what the edits leave: %w", err)
		}
		out.Notes = notes
	}
	return out, nil
}

// together groups steps that share a change, in the order of the first of each.
func (l *loop) together(changes []grouped) [][]int {
	group := make([]int, len(l.steps))
	for i := range group {
		group[i] = i
	}
	for _, c := range changes {
		for _, s := range c.steps[1:] {
			from, to := group[s], group[c.steps[0]]
			for i := range group {
				if group[i] == from {
					group[i] = to
				}
			}
		}
	}
	var out [][]int
	at := map[int]int{}
	for i, g := range group {
		if _, ok := at[g]; !ok {
			at[g] = len(out)
			out = append(out, nil)
		}
		out[at[g]] = append(out[at[g]], i)
	}
	return out
}

func (l *loop) describe(steps []int) string {
	text := ""
	for _, i := range steps {
		if text != "" {
			text += "; "
		}
		text += l.steps[i].description
	}
	return text
}

// whyLeft is why a finding stays, maybe in other words than before; "" where it does not, or nobody edits for its rule.
func (l *loop) whyLeft(f finding.Finding) string {
	if _, ok := ways[f.Rule]; !ok {
		return ""
	}
	for _, n := range l.now.findings {
		if why, ok := l.left[key(n)]; ok && n.Rule == f.Rule && (key(n) == key(f) || tally(l.now.findings)[key(f)] == 0) {
			return why
		}
	}
	return ""
}
