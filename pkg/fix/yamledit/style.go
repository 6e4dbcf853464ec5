package yamledit

import (
	"go.yaml.in/yaml/v3"
)

// style is how a document is laid out around a place.
type style struct {
	// unit is by how much a mapping is indented below its key, dash by how much a list is.
	unit, dash int
}

// styleOf is the style that the mappings on the way to a place have, the nearest first; else that of the document.
func styleOf(root *yaml.Node, way []*yaml.Node) style {
	s := style{unit: -1, dash: -1}
	for i := len(way) - 1; i >= 0; i-- {
		s.observe(way[i])
	}
	s.survey(root, 0)
	if s.unit < 1 {
		s.unit = 2
	}
	if s.dash < 0 {
		s.dash = s.unit
	}
	return s
}

const maxDepth = 600

func (s *style) survey(n *yaml.Node, depth int) {
	if n == nil || depth > maxDepth || s.unit >= 0 && s.dash >= 0 {
		return
	}
	s.observe(n)
	for _, c := range n.Content {
		s.survey(c, depth+1)
	}
}

// observe takes from the entries of a block mapping what is not known yet.
func (s *style) observe(n *yaml.Node) {
	if n.Kind != yaml.MappingNode || flow(n) {
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if flow(value) || value.Line <= key.Line || len(value.Content) == 0 {
			continue
		}
		switch {
		case value.Kind == yaml.MappingNode && s.unit < 0:
			if d := value.Content[0].Column - key.Column; d > 0 {
				s.unit = d
			}
		case value.Kind == yaml.SequenceNode && s.dash < 0:
			if d := value.Column - key.Column; d >= 0 {
				s.dash = d
			}
		}
	}
}
