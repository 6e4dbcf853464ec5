package dockeredit

import (
	"context"
	"fmt"

	"github.com/hullcheck/hullcheck/pkg/dockerfile"
	"github.com/hullcheck/hullcheck/pkg/finding"
)

// Judge predicts the image of the Dockerfile as if the file had this content, and says what the chosen rules find: without
// what is excepted, each cause once. An error is a file that no build would take, or a context that ended.
type Judge func(ctx context.Context, content []byte) (*dockerfile.Prediction, []finding.Finding, error)

// Options are what may be asked of an edit.
type Options struct {
	// MinimumUID is the lowest uid that a user of ours may have: 0 is the default.
	MinimumUID int64
}

// Fix resolves some of the findings by one set of edits. The sets of different fixes do not touch each other.
type Fix struct {
	Resolves []finding.Finding
	finding.Fix
}

// Left is a finding that stays, and why. Findings of rules for which no edit is known, such as those of BuildKit's linter,
// are not named.
type Left struct {
	Finding finding.Finding
	Why     string
}

// Result is what became of the findings.
type Result struct {
	Fixes []Fix
	Left  []Left
	// Notes are what the edits do not see to, and a person should.
	Notes []finding.Related
	// Content is the file with all fixes.
	Content []byte
}

// Edit resolves those findings of a Dockerfile that can be. Findings that the judge does not make of the file are not
// looked at.
func Edit(ctx context.Context, content []byte, findings []finding.Finding, judge Judge, o Options) (*Result, error) {
	e := &editor{judge: judge, options: o}
	s, err := e.state(ctx, content)
	if err != nil {
		return nil, fmt.Errorf("judge the file as it is: %w", err)
	}
	l := newLoop(e, s, findings)
	if err := l.run(ctx); err != nil {
		return nil, err
	}
	return l.result(ctx, content)
}

// editor holds what all steps need.
type editor struct {
	judge   Judge
	options Options
}

// state is the file after some steps: its text, and what is known and said of it.
type state struct {
	*script
	p        *dockerfile.Prediction
	findings []finding.Finding
	accounts accounts
}

func (e *editor) state(ctx context.Context, content []byte) (*state, error) {
	p, findings, err := e.judge(ctx, content)
	if err != nil {
		return nil, err
	}
	a, err := readAccounts(ctx, p)
	if err != nil {
		return nil, err
	}
	return &state{script: newScript(content, p), p: p, findings: findings, accounts: a}, nil
}
