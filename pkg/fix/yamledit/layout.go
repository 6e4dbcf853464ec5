package yamledit

import (
	"bytes"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// page is a document with what is asked of its bytes.
type page struct {
	*manifest.Written
	text []byte
	end  int
}

func newPage(w *manifest.Written) page {
	_, end := w.Span()
	return page{Written: w, text: w.Text(), end: end}
}

// lineEnd is the offset of the line end at or behind pos.
func (p page) lineEnd(pos int) int {
	if i := bytes.IndexAny(p.text[pos:p.end], "\r\n"); i >= 0 {
		return pos + i
	}
	return p.end
}

// lineStart is the offset of the first byte of the line that holds pos.
func (p page) lineStart(pos int) int { return bytes.LastIndexAny(p.text[:pos], "\r\n") + 1 }

// nextLine is the offset of the line behind the one that holds pos.
func (p page) nextLine(pos int) int {
	end := p.lineEnd(pos)
	return min(end+len(breakAt(p.text[end:p.end])), p.end)
}

// breakAt is the line end that text begins with, "" where it begins with none.
func breakAt(text []byte) string {
	switch {
	case bytes.HasPrefix(text, []byte("\r\n")):
		return "\r\n"
	case len(text) > 0 && (text[0] == '\n' || text[0] == '\r'):
		return string(text[:1])
	}
	return ""
}

// eol is how the line at pos ends; behind a last line that does not end, how the first one of the text does.
func (p page) eol(pos int) string {
	for _, at := range []int{p.lineEnd(pos), bytes.IndexAny(p.text, "\r\n")} {
		if at >= 0 && at < len(p.text) {
			if b := breakAt(p.text[at:]); b != "" {
				return b
			}
		}
	}
	return "\n"
}

// first tells whether nothing but spaces stands before pos on its line.
func (p page) first(pos int) bool {
	return len(bytes.Trim(p.text[p.lineStart(pos):pos], " ")) == 0
}

// blank skips white space, line ends and comments.
func (p page) blank(pos int) int {
	for pos < p.end {
		switch c := p.text[pos]; {
		case strings.IndexByte(" \t\r\n", c) >= 0:
			pos++
		case c == '#' && (pos == 0 || strings.IndexByte(" \t\r\n,[]{}", p.text[pos-1]) >= 0):
			pos = p.lineEnd(pos)
		default:
			return pos
		}
	}
	return pos
}

func flow(n *yaml.Node) bool { return n.Style&yaml.FlowStyle != 0 }

// empty is a null of which nothing is written.
func empty(n *yaml.Node) bool { return null(n) && n.Value == "" }

func null(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle|yaml.TaggedStyle) == 0 &&
		(n.Value == "" || n.Value == "~" || n.Value == "null" || n.Value == "Null" || n.Value == "NULL")
}

func deref(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode && n.Alias != nil {
		return n.Alias
	}
	return n
}

// colon is the offset behind the colon that follows a key; ok is false where none does.
func (p page) colon(key *yaml.Node) (pos int, ok bool) {
	_, pos = p.Extent(key)
	pos = p.blank(pos)
	if pos < p.end && p.text[pos] == ':' {
		return pos + 1, true
	}
	_, pos = p.Extent(key)
	return pos, false
}

// behind is the offset behind the text of a value. key is nil for an element of a list; indent is the column (from 0) of
// the key, or of the element's dash.
func (p page) behind(key, value *yaml.Node, indent int) int {
	start, end := p.Extent(value)
	switch {
	case empty(value) && key != nil:
		end, _ = p.colon(key)
	case value.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		end = p.blockScalar(value, end, indent)
	case value.Kind != yaml.MappingNode && value.Kind != yaml.SequenceNode:
	case flow(value):
		end = p.closing(value, start)
	case value.Kind == yaml.MappingNode:
		last := len(value.Content) - 2
		end = p.behind(value.Content[last], value.Content[last+1], value.Content[0].Column-1)
	default:
		end = p.behind(nil, value.Content[len(value.Content)-1], value.Column-1)
	}
	return end
}

// blockScalar is the offset behind the last line of a block scalar whose header ends at pos.
func (p page) blockScalar(n *yaml.Node, pos, indent int) int {
	start, _ := p.Extent(n)
	keep := bytes.ContainsRune(p.text[start:pos], '+')
	end := p.lineEnd(pos)
	for at := p.nextLine(end); at < p.end; at = p.nextLine(at) {
		line := p.text[at:p.lineEnd(at)]
		text := bytes.TrimLeft(line, " ")
		switch {
		case len(text) == 0 && !keep:
		case len(text) > 0 && len(line)-len(text) <= indent:
			return end
		default:
			end = p.lineEnd(at)
		}
		if p.nextLine(at) == at {
			break
		}
	}
	return end
}

// closing is the offset behind the bracket that closes a flow collection, which is looked for behind its last child.
func (p page) closing(n *yaml.Node, start int) int {
	pos := start + 1
	if len(n.Content) > 0 {
		pos = p.lastBehind(n)
	}
	for pos < p.end {
		pos = p.blank(pos)
		if pos < p.end && strings.IndexByte("]}", p.text[pos]) >= 0 {
			return pos + 1
		}
		pos++
	}
	return p.end
}

// lastBehind is the offset behind the last child of a collection that has one.
func (p page) lastBehind(n *yaml.Node) int {
	last := n.Content[len(n.Content)-1]
	if n.Kind == yaml.SequenceNode {
		return p.behind(nil, last, n.Column-1)
	}
	return p.behind(n.Content[len(n.Content)-2], last, n.Content[0].Column-1)
}
