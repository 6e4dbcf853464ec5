package report

import (
	"fmt"
	"strconv"
	"strings"
)

// canvas draws places behind a gutter with line numbers of a fixed number of digits.
type canvas struct {
	*page
	digits int
}

const (
	indent = "    "
	// labelRoom is how many columns must be free behind an underline for a longer label to stand there.
	labelRoom = 40
)

func newCanvas(p *page, places []place) canvas {
	c := canvas{page: p, digits: 2}
	for _, pl := range places {
		c.digits = max(c.digits, len(strconv.Itoa(pl.at.Line)))
	}
	return c
}

// places draws all of them; file is that of the heading they stand under. Places on one line share its text if they are
// cut from it alike.
func (c canvas) places(file string, places []place, accent style) {
	shown, line, text := file, 0, ""
	for _, pl := range places {
		if pl.at.File != shown {
			c.paragraph([]span{{c.pad() + " ┌─ ", faint}}, nil, visible(pl.at.File), plain)
			shown, line = pl.at.File, 0
		}
		e := cut(pl.at, c.room())
		if pl.at.Line != line || e.text != text {
			number := fmt.Sprintf("%s%*d", indent, c.digits, pl.at.Line)
			c.line(span{number + " │ ", faint}, span{e.text, plain})
		}
		st := cyan
		if pl.primary {
			st = accent
		}
		c.labels(e, pl.labels, st)
		line, text = pl.at.Line, e.text
	}
}

// room is how many columns are left beside the gutter.
func (c canvas) room() int { return c.width - len(c.pad()) - len(" | ") }

// labels underlines what is pointed to and says what there is to say of it: the first label beside the underline where
// there is room, the others below.
func (c canvas) labels(e excerpt, labels []string, st style) {
	room := c.room()
	gutter := span{c.pad() + " │ ", faint}
	if e.length > 0 {
		mark := span{strings.Repeat(" ", e.start) + strings.Repeat("^", e.length), st}
		free := room - e.start - e.length - 1
		if len(labels) > 0 && (free >= labelRoom || textColumns(labels[0]) <= free) {
			mark.text += " "
			rest := []span{gutter, {strings.Repeat(" ", e.start+e.length+1), plain}}
			c.paragraph([]span{gutter, mark}, rest, labels[0], st)
			labels = labels[1:]
		} else {
			c.line(gutter, mark)
		}
	}
	for _, l := range labels {
		left := span{strings.Repeat(" ", min(e.start, max(room-labelRoom, 0))), plain}
		c.paragraph([]span{gutter, left}, []span{gutter, left}, l, st)
	}
}

// notes writes what belongs to no line of source.
func (c canvas) notes(notes []string) {
	for _, n := range notes {
		c.paragraph([]span{{c.pad() + " = ", faint}}, nil, n, plain)
	}
}

// pad is as wide as the gutter is up to its bar.
func (c canvas) pad() string { return indent + strings.Repeat(" ", c.digits) }
