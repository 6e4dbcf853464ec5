package admission

import (
	"fmt"
	"unicode/utf8"
)

// The API server drops what is longer: a warning of 256 characters, 4096 together.
const (
	maxWarning  = 256
	maxWarnings = 4096
	// keptForRest is room for the line that counts what did not fit.
	keptForRest = 64
)

// warnings collects lines for the user as far as the API server passes them on, each once.
type warnings struct {
	lines []string
	runes int
	met   map[string]bool
	rest  int
}

func (w *warnings) add(line string) {
	line = clip(line, maxWarning)
	if w.met[line] {
		return
	}
	if w.met == nil {
		w.met = map[string]bool{}
	}
	w.met[line] = true
	n := utf8.RuneCountInString(line)
	if w.rest > 0 || w.runes+n > maxWarnings-keptForRest {
		w.rest++
		return
	}
	w.runes += n
	w.lines = append(w.lines, line)
}

// all are the lines, and how many more there would have been.
func (w *warnings) all() []string {
	if w.rest == 0 {
		return w.lines
	}
	return append(w.lines, fmt.Sprintf("and %d more warnings of hullcheck", w.rest))
}
