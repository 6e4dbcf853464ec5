package known

import "github.com/hullcheck/hullcheck/pkg/image/rootfs"

// token marks the nodes that one tree may change in place; all others are shared and are copied first.
type token struct{ _ byte }

// node is what is known of one path. Exactly one of three holds: it has an entry; it has a reason why nothing is known;
// or it has neither and the path is absent.
type node struct {
	owner   *token
	entry   *rootfs.Entry
	unknown string
	// since is the tree's clock when absence (of this path, or of names in this directory) was last decided: a later
	// doubt makes it uncertain.
	since int
	// content is that of a regular file; where it is nil, origin is asked.
	content *Content
	origin  *origin
	// kids are the names that were decided here; others are looked up in layers, the topmost first.
	kids   map[string]*node
	layers []layer
	// rest is why a name that is in neither is not known; "" where it is absent.
	rest string
	// veiled is a directory that is certainly there, though not its mode and owner: unknown and rest say why, and what is
	// put below it still counts.
	veiled bool
}

// origin is where a file's content is read.
type origin struct {
	src  Source
	path string
}

// layer is a directory that shines through: of a source, or (dir) nodes of an earlier state of this directory.
type layer struct {
	src  Source
	path string
	as   *Transform
	dir  *node
}

func (n *node) isDir() bool { return n.entry != nil && n.entry.Type == rootfs.Directory }

// holds tells whether names can be decided below n.
func (n *node) holds() bool { return n.isDir() || n.veiled }

func absent(since int) *node                  { return &node{since: since} }
func unknown(because string) *node            { return &node{unknown: because} }
func newDir(e *rootfs.Entry, since int) *node { return &node{entry: e, since: since} }

// child is the node at one name of a directory. It never changes n.
func (n *node) child(s *Session, name string) *node {
	if k, ok := n.kids[name]; ok {
		return k
	}
	var found *node
	for _, l := range n.layers {
		if !s.spend() {
			return unknown(tooMuchWork)
		}
		c := l.child(s, name, n.since)
		switch {
		case c.unknown != "" && found == nil:
			return c // also where it is veiled: its kids are those of this layer
		case c.unknown != "":
			found.rest = c.unknown
			return found
		case c.entry == nil:
			continue
		case !c.isDir():
			if found == nil {
				return c
			}
			return found
		case found == nil:
			found = newDir(c.entry, n.since)
			found.rest = n.rest
		}
		found.merge(c)
	}
	switch {
	case found != nil:
		return found
	case n.rest != "":
		return unknown(n.rest)
	}
	return absent(n.since)
}

// merge lets a directory shine through n, below what n already has.
func (n *node) merge(d *node) {
	if len(d.kids) > 0 {
		n.layers = append(n.layers, layer{dir: &node{entry: d.entry, since: d.since, kids: d.kids}})
	}
	n.layers = append(n.layers, d.layers...)
	if n.rest == "" {
		n.rest = d.rest
	}
}

func (l layer) child(s *Session, name string, since int) *node {
	if l.dir != nil {
		return l.dir.child(s, name)
	}
	p := join(l.path, name)
	a := l.as.apply(l.src.look(s, p), p)
	switch {
	case a.Unknown != "":
		return unknown(a.Unknown)
	case a.Entry == nil:
		return absent(since)
	case a.Entry.Type == rootfs.Directory:
		d := newDir(a.Entry, since)
		d.layers = []layer{{src: l.src, path: p, as: l.as}}
		return d
	}
	return &node{entry: a.Entry, since: since, origin: &origin{l.src, p}}
}
