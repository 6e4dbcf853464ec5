package yamledit

import (
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"
)

// notation is that of a collection: the quotes of its first key, the spaces behind its colons.
func (p page) notation(n *yaml.Node) notation {
	out := notation{quoted: p.JSON()}
	if n.Kind != yaml.MappingNode || len(n.Content) == 0 {
		first := firstKey(deref(p.Root()))
		out.tight = out.quoted && first != nil && p.tight(first)
		return out
	}
	key := n.Content[0]
	if flow(n) {
		out.quoted = out.quoted || key.Style&yaml.DoubleQuotedStyle != 0
		out.tight = p.tight(key)
	}
	return out
}

func firstKey(n *yaml.Node) *yaml.Node {
	if n != nil && n.Kind == yaml.MappingNode && len(n.Content) > 0 {
		return n.Content[0]
	}
	return nil
}

// tight: a quoted key's colon has no space behind it.
func (p page) tight(key *yaml.Node) bool {
	pos, ok := p.colon(key)
	return ok && key.Style&yaml.DoubleQuotedStyle != 0 && pos < p.end && strings.IndexByte(" \t\r\n", p.text[pos]) < 0
}

var restOfLine = regexp.MustCompile(`^[ \t]*(,?)[ \t]*(#.*)?$`)

// intoFlow writes another entry or element behind the last one of a flow collection; on a line of its own where the
// others have one.
func (p page) intoFlow(n *yaml.Node, text func(notation) string) []Edit {
	start, _ := p.Extent(n)
	entry := text(p.notation(n))
	if len(n.Content) == 0 {
		return []Edit{{start + 1, start + 1, entry}}
	}
	last := p.lastBehind(n)
	comma := ", "
	if p.notation(n).tight {
		comma = ","
	}
	eol := p.lineEnd(last)
	rest := restOfLine.FindSubmatch(p.text[last:eol])
	indent, own := p.ownLine(n.Content[0], start)
	switch {
	case !own || rest == nil || eol == p.end:
		return []Edit{{last, last, comma + entry}}
	case len(rest[1]) > 0:
		return []Edit{{eol, eol, p.eol(last) + indent + entry + ","}}
	case last == eol:
		return []Edit{{last, last, "," + p.eol(last) + indent + entry}}
	}
	return []Edit{{last, last, ","}, {eol, eol, p.eol(last) + indent + entry}}
}

// ownLine gives the indentation of a collection's first child where that stands on a line of its own.
func (p page) ownLine(child *yaml.Node, start int) (indent string, own bool) {
	pos, _ := p.Extent(child)
	line := p.lineStart(pos)
	if line <= start {
		return "", false
	}
	before := string(p.text[line:pos])
	return before, strings.Trim(before, " \t") == ""
}
