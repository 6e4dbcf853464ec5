package yamledit

import (
	"go.yaml.in/yaml/v3"

	"github.com/hullcheck/hullcheck/pkg/jsonpointer"
)

// spot is a field on the way to a path.
type spot struct {
	// in is the mapping or sequence that holds it, key its key; value may be an alias.
	in, key, value *yaml.Node
	// own is false for an entry that a merge key brings in.
	own bool
	// at is the index in in.Content: of the key, or of the element.
	at int
}

// find goes down as far as the steps lead; rest are those that are missing.
func (p page) find(path []string) (way []spot, rest []string) {
	n := deref(p.Root())
	for i, step := range path {
		s := spot{in: n, own: true}
		switch n.Kind {
		case yaml.MappingNode:
			s.key, s.value, s.own = p.Child(n, step)
		case yaml.SequenceNode:
			if at, ok := jsonpointer.Index(step, len(n.Content)); ok {
				s.value, s.at = n.Content[at], at
			}
		default: // a scalar holds nothing
		}
		if s.value == nil {
			return way, path[i:]
		}
		if n.Kind == yaml.MappingNode && s.own {
			s.at = keyIndex(n, s.key)
		}
		way = append(way, s)
		n = deref(s.value)
	}
	return way, nil
}

func keyIndex(m, key *yaml.Node) int {
	for i := 0; i < len(m.Content); i += 2 {
		if m.Content[i] == key {
			return i
		}
	}
	return -1
}

// nodes are the mappings and sequences on a way.
func nodes(root *yaml.Node, way []spot) []*yaml.Node {
	out := []*yaml.Node{deref(root)}
	for _, s := range way {
		out = append(out, deref(s.value))
	}
	return out
}
