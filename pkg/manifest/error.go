package manifest

import (
	"fmt"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// Error is a document, file or folder that cannot be read.
type Error struct {
	File string
	// Line and Column count from 1 as in finding.Location; 0 where the fault has no place, as for a missing file.
	Line, Column int
	// Message says what is wrong, Hint what to write instead ("" where there is no advice).
	Message, Hint string
	// Snippet is the text of line Line.
	Snippet string
	// Err is the cause where it is a Go error that a caller may test for (fs.ErrNotExist, context.Canceled), else nil.
	Err error
}

func (e *Error) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("%s: %s", e.File, e.Message)
	}
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Column, e.Message)
}

func (e *Error) Unwrap() error { return e.Err }

// Location gives the place for a report. Its End is that of the single rune at which reading failed.
func (e *Error) Location() finding.Location {
	l := finding.Location{File: e.File, Line: e.Line, Column: e.Column, Snippet: e.Snippet}
	if e.Line > 0 {
		l.EndLine, l.EndColumn, l.Precision = e.Line, e.Column+1, finding.PrecisionExact
	}
	return l
}

// errorAt is an Error at a place that is already known.
func errorAt(l finding.Location, message, hint string) *Error {
	return &Error{
		File: l.File, Line: l.Line, Column: l.Column, Message: message, Hint: hint, Snippet: l.Snippet,
	}
}
