package manifest

import (
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// inset is a text that stands as a string in another one. The nil inset is a text of its own.
type inset struct {
	text *text
	// whole is the place of the string.
	whole finding.Location
	// lines: every line of the string is one of text, the first being number line, and each is indent deeper.
	lines        bool
	line, indent int
}

// block notes where the lines of a literal block scalar stand: behind its header.
func (in *inset) block(d *document, n *yaml.Node, content string) {
	start, _ := d.extent(n)
	header, _ := d.text.place(start)
	for i, line := range strings.Split(content, "\n") {
		if strings.TrimSpace(line) == "" {
			continue
		}
		written := d.text.line(header + 1 + i)
		if !strings.HasSuffix(written, line) {
			return
		}
		in.lines, in.line, in.indent = true, header+1, len(written)-len(line)
		return
	}
}

// location turns a place in the string into one in the text that holds it.
func (in *inset) location(l finding.Location) finding.Location {
	switch {
	case in == nil:
		return l
	case !in.lines:
		return in.whole
	}
	l.Line, l.EndLine = l.Line+in.line-1, l.EndLine+in.line-1
	l.Column, l.EndColumn = l.Column+in.indent, l.EndColumn+in.indent
	l.Snippet = in.text.line(l.Line)
	return l
}

// fault moves a fault to the text that holds the string.
func (in *inset) fault(e *Error) *Error {
	if in == nil {
		return e
	}
	moved := *e
	l := in.location(e.Location())
	moved.Line, moved.Column, moved.Snippet = l.Line, l.Column, l.Snippet
	return &moved
}
