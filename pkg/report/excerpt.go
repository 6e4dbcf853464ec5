package report

import (
	"strings"

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
	cs := cells(strings.TrimRight(at.Snippet, " \t\r\n"))
	first, last := marked(at, len(cs))
	from, to := window(cs, first, last, width)
	e := excerpt{text: join(cs[from:to]), start: columns(cs[from:min(first, to)])}
	if from > 0 {
		e.text, e.start = ellipsis+e.text, e.start+1
	}
	if to < len(cs) {
		e.text += ellipsis
	}
	if first >= 0 && at.Precision != finding.PrecisionResource && at.Column > 0 {
		e.length = max(columns(cs[min(first, to):min(last, to)]), 1)
	}
	return e
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
func window(cs []cell, first, last, width int) (from, to int) {
	if columns(cs) <= width {
		return 0, len(cs)
	}
	room := width - 1 // for the ellipsis at the end
	if columns(cs[:last]) > room {
		room-- // for the one at the start
		for from < first && columns(cs[from:first]) > width/3 {
			from++
		}
		for from > 0 && columns(cs[from-1:]) <= room+1 {
			from--
		}
	}
	to = from
	for used := 0; to < len(cs) && used+cs[to].width <= room; to++ {
		used += cs[to].width
	}
	return from, to
}
