package dockeredit

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/hullcheck/hullcheck/pkg/dockerfile"
	"github.com/hullcheck/hullcheck/pkg/finding"
)

// script is a Dockerfile as bytes and lines. Lines are those of the prediction: they count from 1 and end with \n.
type script struct {
	raw []byte
	// starts are the offsets of the lines.
	starts []int
	p      *dockerfile.Prediction
}

func newScript(raw []byte, p *dockerfile.Prediction) *script {
	s := &script{raw: raw, starts: []int{0}, p: p}
	for i, b := range raw {
		if b == '\n' {
			s.starts = append(s.starts, i+1)
		}
	}
	return s
}

// start is the offset of a line, that behind the file for the line behind the last.
func (s *script) start(line int) int {
	if line > len(s.starts) {
		return len(s.raw)
	}
	return s.starts[line-1]
}

// line is the text of a line, without its end.
func (s *script) line(n int) string {
	if n < 1 || n > len(s.starts) {
		return ""
	}
	return strings.TrimRight(string(s.raw[s.start(n):s.start(n+1)]), "\r\n")
}

// end is the offset behind the text of a line.
func (s *script) end(n int) int { return s.start(n) + len(s.line(n)) }

// newline is the line end of the file: that of the line before the place, or of the first one.
func (s *script) newline(n int) string {
	for _, i := range []int{n - 1, 1} {
		if i >= 1 && s.start(i+1) > s.end(i) {
			return string(s.raw[s.end(i):s.start(i+1)])
		}
	}
	return "\n"
}

// lead are the blanks that a line begins with.
func (s *script) lead(n int) string {
	l := s.line(n)
	return l[:len(l)-len(strings.TrimLeft(l, " \t"))]
}

// insert writes whole lines before a line, or behind the last.
func (s *script) insert(before int, lines []string) change {
	nl := s.newline(before)
	at := s.start(before)
	if before > len(s.starts) || at == len(s.raw) {
		if len(s.raw) > 0 && s.raw[len(s.raw)-1] != '\n' {
			return change{len(s.raw), len(s.raw), nl + strings.Join(lines, nl)}
		}
	}
	return change{at, at, strings.Join(lines, nl) + nl}
}

// mark is the byte order mark, which no column counts.
var mark = []byte("\xef\xbb\xbf")

// edit is a change with lines and columns, which count from 1 and in runes.
func (s *script) edit(file string, c change) finding.Edit {
	loc := finding.Location{File: file, Precision: finding.PrecisionExact}
	loc.Line, loc.Column = s.position(c.start)
	loc.EndLine, loc.EndColumn = s.position(c.end)
	loc.Snippet = s.line(loc.Line)
	return finding.Edit{Location: loc, NewText: c.text}
}

func (s *script) position(offset int) (line, column int) {
	line = len(s.starts)
	for line > 1 && s.starts[line-1] > offset {
		line--
	}
	text := s.raw[s.starts[line-1]:offset]
	if line == 1 {
		text = bytes.TrimPrefix(text, mark)
	}
	return line, utf8.RuneCount(text) + 1
}
