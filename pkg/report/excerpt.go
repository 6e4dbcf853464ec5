package report

import (
	"strings"
	"unicode/utf8"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// excerpt is one source line as it fits on the screen, with the part to underline in columns from 0.
type excerpt struct {
	text string
	// start and length are in columns of text; length 0 means that nothing is underlined.
	start, length int
}

const ellipsis = "…"

// cut makes an excerpt of the snippet that is at most width columns wide. Where the line is longer, the part that the
// location points to stays in sight and "…" stands for what is left out.
func cut(at finding.Location, width int) excerpt {
	at.Snippet = strings.TrimRight(at.Snippet, " \t\r\n")
	at, before, after := near(at, width)
	cs := cells(at.Snippet)
	first, last := marked(at, len(cs))
	from, to := window(cs, first, last, width, before || after)
	e := excerpt{text: join(cs[from:to]), start: columns(cs[from:min(first, to)])}
	if before || from > 0 {
		e.text, e.start = ellipsis+e.text, e.start+1
	}
	if after || to < len(cs) {
		e.text += ellipsis
	}
	if at.Precision != finding.PrecisionResource && at.Column > 0 {
		e.length = max(columns(cs[min(first, to):min(last, to)]), 1)
	}
	return e
}

// near takes the neighbourhood of the column out of a line that is much longer than the screen is wide, as generated
// JSON is: a line of megabytes must not be looked at as a whole for every finding on it.
func near(at finding.Location, width int) (nearer finding.Location, before, after bool) {
	if len(at.Snippet) <= 16*width {
		return at, false, false
	}
	skip := max(at.Column-1-width, 0)
	start := offset(at.Snippet, skip)
	end := start + offset(at.Snippet[start:], 4*width)
	before, after = start > 0, end < len(at.Snippet)
	at.Snippet = at.Snippet[start:end]
	if before {
		at.Column -= skip
		at.EndColumn = max(at.EndColumn-skip, 0)
	}
	return at, before, after
}

// offset is the index of the byte behind the first n runes of s.
func offset(s string, n int) int {
	i := 0
	for ; n > 0 && i < len(s); n-- {
		_, size := utf8.DecodeRuneInString(s[i:])
		i += size
	}
	return i
}

// marked is the part of a line of n cells that a location points to, as indices; a location that points behind the line's
// end points to its end.
func marked(at finding.Location, n int) (first, last int) {
	first = min(max(at.Column-1, 0), n)
	last = first + 1
	switch {
	case at.EndLine > at.Line:
		last = n
	case at.EndColumn > at.Column:
		last = at.EndColumn - 1
	}
	return first, max(min(last, n), first)
}

// window chooses which cells are shown. Short lines are shown whole; else the window begins at the line's start if the
// marked part then fits, and a third of the width before it if not.
func window(cs []cell, first, last, width int, partial bool) (from, to int) {
	room := width
	if partial || columns(cs) > width {
		room -= 2 // for an ellipsis on each side
	}
	if columns(cs[:last]) > room {
		for from < first && columns(cs[from:first]) > width/3 {
			from++
		}
		for from > 0 && columns(cs[from-1:]) <= room {
			from--
		}
	}
	to = from
	for used := 0; to < len(cs) && used+cs[to].width <= room; to++ {
		used += cs[to].width
	}
	return from, to
}
