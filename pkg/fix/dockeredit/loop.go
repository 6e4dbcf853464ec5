package dockeredit

import (
	"context"
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
