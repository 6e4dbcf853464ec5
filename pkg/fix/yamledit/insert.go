package yamledit

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/hullcheck/hullcheck/pkg/jsonpointer"
)

// write are the edits that set the value at a path, whatever of the way to it is there.
func (p page) write(c Change) ([]Edit, error) {
	way, rest := p.find(jsonpointer.Steps(c.Path))
	value := c.Value
	if c.Op == Append {
		if len(rest) == 0 {
			if list := deref(way[len(way)-1].value); list.Kind == yaml.SequenceNode {
				return p.appendTo(list, value, styleOf(p.Root(), nodes(p.Root(), way)))
			}
		}
		value = []any{value}
	}
	if len(rest) == 0 && len(way) > 0 {
		s := way[len(way)-1]
		if s.own || s.key == nil {
			return p.replace(s, value, styleOf(p.Root(), nodes(p.Root(), way)))
		}
		rest, way = []string{jsonpointer.Steps(c.Path)[len(way)-1]}, way[:len(way)-1]
	}
	if len(rest) == 0 {
		return nil, refusal("the document itself stays")
	}
	for i := len(rest) - 1; i > 0; i-- {
		value = Map{{rest[i], value}}
	}
	return p.insert(way, rest[0], value, c.Before)
}

// insert writes a new entry into the mapping that a way leads to.
func (p page) insert(way []spot, name string, value any, before []string) ([]Edit, error) {
	st := styleOf(p.Root(), nodes(p.Root(), way))
	parent := deref(p.Root())
	if len(way) > 0 {
		s := way[len(way)-1]
		parent = deref(s.value)
		if null(parent) {
			return p.replace(s, Map{{name, value}}, st)
		}
	}
	switch {
	case parent.Kind != yaml.MappingNode:
		return nil, refusal("an entry can be written into a mapping only")
	case flow(parent):
		return p.intoFlow(parent, func(n notation) string { return n.entry(name, value) }), nil
	}
	return p.intoBlock(parent, name, value, before, st), nil
}

// intoBlock writes an entry behind the one after which it belongs: its lines follow that one's last.
func (p page) intoBlock(m *yaml.Node, name string, value any, before []string, st style) []Edit {
	at := len(m.Content)
	for i := 2; i < len(m.Content); i += 2 {
		if slices.Contains(before, m.Content[i].Value) {
			at = i
			break
		}
	}
	indent := m.Content[0].Column - 1
	pos := p.lineEnd(p.behind(m.Content[at-2], m.Content[at-1], indent))
	return []Edit{p.lines(pos, st.block(name, value, indent), indent)}
}

// lines puts lines behind the one that ends at pos; the first is indented here.
func (p page) lines(pos int, lines []string, indent int) Edit {
	eol := p.eol(pos)
	return Edit{pos, pos, eol + strings.Repeat(" ", indent) + strings.Join(lines, eol)}
}

func (p page) appendTo(list *yaml.Node, value any, st style) ([]Edit, error) {
	switch {
	case flow(list):
		return p.intoFlow(list, func(n notation) string { return n.inline(value) }), nil
	case len(list.Content) == 0:
		return nil, refusal("the list has no element to write another one behind")
	}
	indent := list.Column - 1
	pos := p.lineEnd(p.lastBehind(list))
	return []Edit{p.lines(pos, st.item(value, indent, false), indent)}, nil
}

// replace writes a value over a scalar, an alias or an empty collection.
func (p page) replace(s spot, value any, st style) ([]Edit, error) {
	n := s.value
	start, end := p.Extent(n)
	switch {
	case empty(n):
		return p.fill(s, value, st)
	case n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		return nil, refusal("the value is a text of several lines")
	case (n.Kind == yaml.MappingNode || n.Kind == yaml.SequenceNode) && len(n.Content) > 0:
		return nil, refusal("it holds more than one value")
	case n.Kind == yaml.MappingNode || n.Kind == yaml.SequenceNode:
		end = p.closing(n, start)
	}
	note := p.notation(s.in)
	text := note.inline(value)
	if old, ok := value.(string); ok && n.Kind == yaml.ScalarNode {
		switch {
		case n.Style&yaml.DoubleQuotedStyle != 0:
			text = quote(old)
		case n.Style&yaml.SingleQuotedStyle != 0:
			text = "'" + strings.ReplaceAll(old, "'", "''") + "'"
		}
	}
	return []Edit{{start, end, text}}, nil
}

// fill gives a key that has no value one.
func (p page) fill(s spot, value any, st style) ([]Edit, error) {
	switch {
	case s.key == nil || s.value.Anchor != "":
		return nil, refusal("nothing is written there that could be replaced")
	case flow(s.in):
		pos, colon := p.colon(s.key)
		text := " " + p.notation(s.in).inline(value)
		if !colon {
			text = ":" + text
		}
		return []Edit{{pos, pos, text}}, nil
	}
	pos, _ := p.colon(s.key)
	indent := s.key.Column - 1
	lines := st.block("x", value, indent)
	if len(lines) == 1 {
		return []Edit{{pos, pos, strings.TrimPrefix(lines[0], "x:")}}, nil
	}
	return []Edit{p.lines(p.lineEnd(pos), lines[1:], 0)}, nil
}
