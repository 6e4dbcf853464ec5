package known

import (
	"context"
	"fmt"
)

// Session is one run of questions and changes: it carries the context, counts the work, and keeps the first error of a
// source. After an error the answers are worthless and Err must be looked at.
type Session struct {
	ctx      context.Context
	err      error
	left     int
	deep     bool
	commands int
}

// The work that one prediction and one later question may cost, in looks at one name of one layer. Honest files stay
// three orders of magnitude below; two thousand stages that copy one another do not.
const (
	PredictionBudget = 400_000
	questionBudget   = 100_000
)

// maxCommands is how many shell commands one prediction follows.
const maxCommands = 4_000

// SpendCommand tells whether one more shell command may be followed.
func (s *Session) SpendCommand() bool {
	s.commands++
	return s.commands <= maxCommands && s.ctx.Err() == nil
}

// NewSession begins a run that may cost budget looks.
func NewSession(ctx context.Context, budget int) *Session {
	return &Session{ctx: ctx, left: budget}
}

// Err is the first error of a source, or the context's.
func (s *Session) Err() error {
	if s.err == nil {
		return s.ctx.Err()
	}
	return s.err
}

// fail keeps the first error.
func (s *Session) fail(verb, path string, err error) string {
	if s.err == nil {
		s.err = fmt.Errorf("%s %s: %w", verb, path, err)
	}
	return "it could not be read"
}

// spend tells whether one more look is allowed.
func (s *Session) spend() bool {
	s.left--
	return s.left >= 0 && (s.left&0xfff != 0 || s.ctx.Err() == nil)
}

// Exhausted tells whether the work was not done to its end, so that nothing of the result may be relied on.
func (s *Session) Exhausted() bool { return s.left < 0 }

const tooMuchWork = "the file's stages copy one another too often to follow"

// Context is the context of the run.
func (s *Session) Context() context.Context { return s.ctx }
