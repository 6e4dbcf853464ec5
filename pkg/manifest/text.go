package manifest

import (
	"bytes"
	"sort"
	"sync"
	"unicode/utf8"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// text is the content of one file as UTF-8 without a byte order mark. Places in it are byte offsets; they become lines
// and columns only when they are reported.
type text struct {
	file string
	data []byte

	once   sync.Once
	starts []int
}

// lineStarts holds the offset of every line. CRLF, LF and a lone CR end a line, as editors and SARIF count; YAML's other
// breaks (NEL, LS, PS) do not.
func (t *text) lineStarts() []int {
	t.once.Do(func() { t.starts = breaks(t.data, false) })
	return t.starts
}

// breaks gives the offsets at which the lines of data start. yaml also counts the line breaks that only YAML 1.1 knows.
func breaks(data []byte, yaml bool) []int {
	starts := []int{0}
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case c == '\n':
			starts = append(starts, i+1)
		case c == '\r' && (i+1 == len(data) || data[i+1] != '\n'):
			starts = append(starts, i+1)
		case yaml && c == 0xC2 && i+1 < len(data) && data[i+1] == 0x85:
			starts = append(starts, i+2)
		case yaml && c == 0xE2 && i+2 < len(data) && data[i+1] == 0x80 && data[i+2]&^1 == 0xA8:
			starts = append(starts, i+3)
		}
	}
	return starts
}

// place turns an offset into line and column, both from 1, the column in runes.
func (t *text) place(offset int) (line, column int) {
	offset = min(max(offset, 0), len(t.data))
	starts := t.lineStarts()
	line = sort.SearchInts(starts, offset+1)
	return line, utf8.RuneCount(t.data[starts[line-1]:offset]) + 1
}

// line gives the text of a line (from 1) without its end.
func (t *text) line(n int) string {
	starts := t.lineStarts()
	if n < 1 || n > len(starts) {
		return ""
	}
	end := len(t.data)
	if n < len(starts) {
		end = starts[n]
	}
	return string(bytes.TrimRight(t.data[starts[n-1]:end], "\r\n"))
}

// location is the place of the bytes from start to end (exclusive).
func (t *text) location(start, end int) finding.Location {
	line, column := t.place(start)
	endLine, endColumn := t.place(max(start, end))
	return finding.Location{
		File: t.file, Line: line, Column: column, EndLine: endLine, EndColumn: endColumn,
		Precision: finding.PrecisionExact, Snippet: t.line(line),
	}
}

// fault is an Error at an offset.
func (t *text) fault(offset int, message, hint string) *Error {
	line, column := t.place(offset)
	return &Error{
		File: t.file, Line: line, Column: column, Message: message, Hint: hint, Snippet: t.line(line),
	}
}
