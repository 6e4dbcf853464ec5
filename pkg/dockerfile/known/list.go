package known

import (
	"slices"
)

// list are the names in a directory; known is false where others may be there.
func (t *Tree) list(s *Session, path string) ([]string, bool) {
	n := t.find(s, path)
	if !n.isDir() {
		return nil, n.unknown == "" // a veiled one is not known to the last name
	}
	known := n.rest == "" && len(t.doubtsOn(path, n.since)) == 0
	names := map[string]bool{}
	for name := range n.kids {
		names[name] = true
	}
	for _, l := range n.layers {
		if !s.spend() {
			return nil, false
		}
		more, all := l.names(s)
		known = known && all
		for _, name := range more {
			names[name] = true
		}
	}
	var out []string
	for name := range names {
		c := n.child(s, name)
		known = known && c.unknown == ""
		if c.entry != nil || c.veiled {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out, known
}

func (l layer) names(s *Session) ([]string, bool) {
	if l.dir == nil {
		return l.src.list(s, l.path)
	}
	var out []string
	for name := range l.dir.kids {
		out = append(out, name)
	}
	return out, true
}
