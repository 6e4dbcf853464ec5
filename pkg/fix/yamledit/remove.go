package yamledit

import (
	"bytes"

	"go.yaml.in/yaml/v3"

	"github.com/hullcheck/hullcheck/pkg/jsonpointer"
)

// remove takes an entry or an element away.
func (p page) remove(c Change) ([]Edit, error) {
	way, rest := p.find(jsonpointer.Steps(c.Path))
	if len(rest) > 0 || len(way) == 0 {
		return nil, refusal("nothing is written there")
	}
	s := way[len(way)-1]
	switch {
	case !s.own:
		return nil, refusal("a merge key brings it in")
	case c.Uncommented && p.commented(s):
		return nil, refusal("comments stand in it that would be lost")
	case flow(s.in):
		return p.fromFlow(s)
	case len(s.in.Content) == s.width():
		return p.onlyOne(way)
	}
	return p.fromBlock(s)
}

// commented tells whether a comment may stand in an entry, or behind it on its last line.
func (p page) commented(s spot) bool {
	start, err := p.start(s)
	return err != nil || bytes.ContainsRune(p.text[start:p.lineEnd(p.behind(s.key, s.value, s.column()))], '#')
}

// width is how many nodes an entry or element has in its parent.
func (s spot) width() int {
	if s.key != nil {
		return 2
	}
	return 1
}

// start is where an entry or element begins: at its key, or at its dash.
func (p page) start(s spot) (int, error) {
	if s.key != nil {
		pos, _ := p.Extent(s.key)
		return pos, nil
	}
	pos, _ := p.Extent(s.value)
	line := p.lineStart(pos)
	dash := line + s.in.Column - 1
	if dash >= pos || p.text[dash] != '-' || !p.first(dash) {
		return 0, refusal("the element does not begin on its own line")
	}
	return dash, nil
}

func (p page) fromBlock(s spot) ([]Edit, error) {
	start, err := p.start(s)
	if err != nil {
		return nil, err
	}
	end := p.behind(s.key, s.value, s.column())
	if p.first(start) {
		return []Edit{{p.lineStart(start), p.nextLine(end), ""}}, nil
	}
	if s.at+s.width() >= len(s.in.Content) {
		return nil, refusal("something else stands on its line")
	}
	next, _ := p.Extent(s.in.Content[s.at+s.width()])
	if bytes.ContainsRune(p.text[end:next], '#') {
		return nil, refusal("a comment stands between it and what follows on its line")
	}
	return []Edit{{start, next, ""}}, nil
}

// column is the indentation of an entry or element.
func (s spot) column() int {
	if s.key != nil {
		return s.in.Content[0].Column - 1
	}
	return s.in.Column - 1
}

// onlyOne takes the only entry of a block collection away, which leaves an empty one.
func (p page) onlyOne(way []spot) ([]Edit, error) {
	s := way[len(way)-1]
	start, err := p.start(s)
	if err != nil {
		return nil, err
	}
	end := p.behind(s.key, s.value, s.column())
	left := "{}"
	if s.key == nil {
		left = "[]"
	}
	if !p.first(start) {
		return []Edit{{start, end, left}}, nil
	}
	if len(way) < 2 || way[len(way)-2].key == nil || way[len(way)-2].value != s.in || s.in.Anchor != "" {
		return nil, refusal("it is the only one")
	}
	colon, ok := p.colon(way[len(way)-2].key)
	if !ok {
		return nil, refusal("it is the only one")
	}
	return []Edit{{colon, colon, " " + left}, {p.lineStart(start), p.nextLine(end), ""}}, nil
}

// fromFlow takes an entry away with the comma before it, of the first one with the comma behind it.
func (p page) fromFlow(s spot) ([]Edit, error) {
	from, _ := p.Extent(s.value)
	if s.key != nil {
		from, _ = p.Extent(s.key)
	}
	to := p.behind(s.key, s.value, s.column())
	switch {
	case s.at > 0:
		before := s
		before.at -= s.width()
		before.value = s.in.Content[s.at-1]
		if s.key != nil {
			before.key = s.in.Content[s.at-2]
		}
		from = p.behind(before.key, before.value, s.column())
	case len(s.in.Content) > s.width():
		to, _ = p.Extent(s.in.Content[s.width()])
	}
	if bytes.ContainsRune(p.text[from:to], '#') && s.value.Kind != yaml.ScalarNode {
		return nil, refusal("a comment stands in it")
	}
	return []Edit{{from, to, ""}}, nil
}

// rename gives a key another name, in the quotes that it has.
func (p page) rename(c Change) ([]Edit, error) {
	way, rest := p.find(jsonpointer.Steps(c.Path))
	if len(rest) > 0 || len(way) == 0 || !way[len(way)-1].own || way[len(way)-1].key == nil {
		return nil, refusal("no key is written there")
	}
	key := way[len(way)-1].key
	start, end := p.Extent(key)
	text := notation{}.scalar(c.Name)
	switch {
	case key.Kind != yaml.ScalarNode || key.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		return nil, refusal("the key is no plain one")
	case key.Style&yaml.DoubleQuotedStyle != 0:
		text = quote(c.Name)
	case key.Style&yaml.SingleQuotedStyle != 0:
		text = "'" + c.Name + "'"
	}
	return []Edit{{start, end, text}}, nil
}
