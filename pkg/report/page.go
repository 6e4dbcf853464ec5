package report

import (
	"bytes"
	"io"
	"strings"
)

// style is the parameter of an ANSI "select graphic rendition" sequence; "" is the terminal's own.
type style string

const (
	plain  style = ""
	bold   style = "1"
	faint  style = "2"
	red    style = "1;31"
	yellow style = "33"
	cyan   style = "36"
	green  style = "32"
)

// span is text in one style. The text must be fit for a terminal: see visible.
type span struct {
	text  string
	style style
}

// page collects the lines of a format for people and keeps each within the width.
type page struct {
	width int
	color bool
	b     bytes.Buffer
}

// fullPage is how much a page holds before it is worth a write.
const fullPage = 32 << 10

// writeTo moves what the page holds to w.
func (p *page) writeTo(w io.Writer) error {
	_, err := p.b.WriteTo(w)
	return err
}

// line writes spans as one line without trailing spaces. The caller has seen to its width.
func (p *page) line(spans ...span) {
	for len(spans) > 0 {
		last := &spans[len(spans)-1]
		last.text = strings.TrimRight(last.text, " ")
		if last.text != "" {
			break
		}
		spans = spans[:len(spans)-1]
	}
	for _, s := range spans {
		p.span(s)
	}
	p.b.WriteByte('\n')
}

func (p *page) span(s span) {
	if !p.color || s.style == plain || strings.TrimSpace(s.text) == "" {
		p.b.WriteString(s.text)
		return
	}
	p.b.WriteString("\x1b[" + string(s.style) + "m" + s.text + "\x1b[0m")
}

// paragraph writes text wrapped behind a prefix; its further lines stand behind as many columns of rest, or of spaces
// where rest is none.
func (p *page) paragraph(prefix, rest []span, text string, st style) {
	used := spanColumns(prefix)
	if rest == nil {
		rest = []span{{strings.Repeat(" ", used), plain}}
	}
	used = max(used, spanColumns(rest))
	for i, l := range wrap(text, max(p.width-used, 1)) {
		head := prefix
		if i > 0 {
			head = rest
		}
		p.line(append(append([]span{}, head...), span{l, st})...)
	}
}

func spanColumns(spans []span) int {
	n := 0
	for _, s := range spans {
		n += textColumns(s.text)
	}
	return n
}
