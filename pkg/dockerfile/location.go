package dockerfile

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/moby/buildkit/solver/pb"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// text is the Dockerfile as lines, for locations.
type text struct {
	file  string
	lines []string
}

func newText(file string, content []byte) *text {
	content = bytes.TrimPrefix(content, []byte("\xef\xbb\xbf"))
	t := &text{file: file, lines: strings.Split(string(content), "\n")}
	for i, l := range t.lines {
		t.lines[i] = strings.TrimSuffix(l, "\r")
	}
	return t
}

func (t *text) line(n int) string {
	if n < 1 || n > len(t.lines) {
		return ""
	}
	return t.lines[n-1]
}

// span is the location of whole lines, without the blanks around them.
func (t *text) span(first, last int) finding.Location {
	if first < 1 {
		return finding.Location{File: t.file}
	}
	first = min(first, len(t.lines))
	last = min(max(first, last), len(t.lines))
	begin, end := t.line(first), strings.TrimRight(t.line(last), " \t")
	return finding.Location{
		File: t.file, Line: first, Column: len(begin) - len(strings.TrimLeft(begin, " \t")) + 1,
		EndLine: last, EndColumn: utf8.RuneCountInString(end) + 1,
		Precision: finding.PrecisionExact, Snippet: begin,
	}
}

// part is the location of a piece of one line, or of the whole span where the piece does not stand in its first line.
func (t *text) part(first, last int, piece string, after int) finding.Location {
	l := t.line(first)
	i := -1
	if after <= len(l) && piece != "" {
		i = strings.Index(l[after:], piece)
	}
	if i < 0 {
		return t.span(first, last)
	}
	loc := t.span(first, first)
	loc.Column = utf8.RuneCountInString(l[:after+i]) + 1
	loc.EndColumn = loc.Column + utf8.RuneCountInString(piece)
	return loc
}

func (t *text) ranges(r []parser.Range) finding.Location {
	first, last := bounds(r)
	return t.span(first, last)
}

// bounds are the first and the last line of ranges.
func bounds(r []parser.Range) (first, last int) {
	for _, x := range r {
		if first == 0 || x.Start.Line < first {
			first = x.Start.Line
		}
		last = max(last, x.End.Line)
	}
	return first, last
}

// pbLines are the first and the last line of a build step.
func pbLines(locs *pb.Locations) (first, last int) {
	for _, l := range locs.GetLocations() {
		for _, r := range l.GetRanges() {
			if s := int(r.GetStart().GetLine()); first == 0 || s < first {
				first = s
			}
			last = max(last, int(r.GetEnd().GetLine()))
		}
	}
	return first, last
}
