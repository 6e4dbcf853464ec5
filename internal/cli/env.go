package cli

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/hullcheck/hullcheck/pkg/check"
	"github.com/hullcheck/hullcheck/pkg/config"
)

// env is what a command has of the outside, and the exit code that it leaves behind.
type env struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	code           int

	quiet bool
	mu    sync.Mutex
	// progress is what stands on the terminal's last line and is wiped before anything else is said.
	progress *progress
}

// hinted is an error with advice, which is printed on a line of its own.
type hinted struct {
	error
	hint string
}

func (h *hinted) Unwrap() error { return h.error }

// withHint adds advice to an error; "" adds none.
func withHint(err error, hint string) error {
	if hint == "" {
		return err
	}
	return &hinted{error: err, hint: hint}
}

// fail says why a command failed, each fault with its advice. It is said with --quiet too.
func (e *env) fail(err error) {
	var problems config.Problems
	if errors.As(err, &problems) {
		for _, p := range problems {
			e.fail(p)
		}
		return
	}
	e.say("error", err.Error())
	if hint := hintOf(err); hint != "" {
		e.say("hint", hint)
	}
}

func hintOf(err error) string {
	var h *hinted
	var p *config.Problem
	var s *check.SourceError
	switch {
	case errors.As(err, &h):
		return h.hint
	case errors.As(err, &p):
		return p.Hint
	case errors.As(err, &s):
		return s.Hint
	}
	return ""
}

// note says what a user may want to know; --quiet keeps it back.
func (e *env) note(format string, args ...any) {
	if !e.quiet {
		e.say("", fmt.Sprintf(format, args...))
	}
}

// quote writes text to be copied, as it is; --quiet keeps it back.
func (e *env) quote(text string) {
	if !e.quiet {
		_, _ = io.WriteString(e.stderr, text)
	}
}

// hint gives advice; --quiet keeps it back.
func (e *env) hint(text string) {
	if !e.quiet {
		e.say("hint", text)
	}
}

// say writes one message to standard error. There is nobody to tell if that fails.
func (e *env) say(kind, text string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.progress.wipe()
	prefix := "hullcheck: "
	if kind != "" {
		prefix += kind + ": "
	}
	for line := range strings.Lines(strings.TrimRight(text, "\n")) {
		_, _ = fmt.Fprintln(e.stderr, prefix+strings.TrimRight(line, "\n"))
	}
}
