package dockeredit

import (
	"context"
	"fmt"
	"slices"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// loop resolves one finding after the other, each in the file that the steps before it left.
type loop struct {
	*editor
	now    *state
	pieces pieces
	steps  []step
	// wanted are the keys of the findings to resolve, with the step that brought them: -1 for those that were asked for.
	wanted map[string]int
	left   map[string]string
	asked  []finding.Finding
}

// step is what one finding cost.
type step struct {
	description string
	resolves    []finding.Finding
}

// maxSteps bounds what one file may ask for.
const maxSteps = 32

func newLoop(e *editor, s *state, findings []finding.Finding) *loop {
	l := &loop{
		editor: e, now: s, pieces: piecesOf(s.raw), wanted: map[string]int{}, left: map[string]string{}, asked: findings,
	}
	for _, f := range findings {
		l.wanted[key(f)] = -1
	}
	return l
}

// key tells findings of one file apart, wherever edits have moved them.
func key(f finding.Finding) string { return f.Rule + "\x00" + f.Message }

func (l *loop) run(ctx context.Context) error {
	for range maxSteps {
		f, ok := l.next()
		if !ok {
			return nil
		}
		done, why, err := l.resolve(ctx, l.now, f, 0)
		if err != nil {
			return err
		}
		if done == nil {
			l.left[key(f)] = why
			continue
		}
		l.take(f, done)
	}
	return nil
}

// next is the first finding that is wanted and was not given up.
func (l *loop) next() (finding.Finding, bool) {
	for _, f := range l.now.findings {
		_, wanted := l.wanted[key(f)]
		if _, left := l.left[key(f)]; wanted && !left {
			return f, true
		}
	}
	return finding.Finding{}, false
}

// take makes an attempt's changes. What it brought is wanted too, as part of the same step.
func (l *loop) take(f finding.Finding, a *attempt) {
	i := l.wanted[key(f)]
	if i < 0 {
		i = len(l.steps)
		l.steps = append(l.steps, step{description: a.description})
	} else {
		l.steps[i].description += "; " + a.description
	}
	for _, changes := range a.changes {
		l.pieces = l.pieces.with(i, changes)
	}
	for _, f := range l.asked {
		if gone(f, l.now.findings, a.state.findings) {
			l.steps[i].resolves = append(l.steps[i].resolves, f)
		}
	}
	for _, f := range news(l.now.findings, a.state.findings) {
		if _, known := l.wanted[key(f)]; !known {
			l.wanted[key(f)] = i
		}
	}
	l.now = a.state
}

// gone tells whether a finding was resolved, and not only put in other words.
func gone(f finding.Finding, before, after []finding.Finding) bool {
	reworded := func(n finding.Finding) bool { return n.Rule == f.Rule }
	b, a := tally(before)[key(f)], tally(after)[key(f)]
	return b > a && !slices.ContainsFunc(news(before, after), reworded)
}

func tally(findings []finding.Finding) map[string]int {
	n := map[string]int{}
	for _, f := range findings {
		n[key(f)]++
	}
	return n
}

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
