package known

import (
	"maps"
	"slices"

	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// mine makes a node changeable by this tree.
func (t *Tree) mine(n *node) *node {
	if n.owner == t.own {
		return n
	}
	c := *n
	c.owner = t.own
	c.kids = maps.Clone(n.kids)
	c.layers = slices.Clip(n.layers)
	return &c
}

func (n *node) set(name string, k *node) {
	if n.kids == nil {
		n.kids = map[string]*node{}
	}
	n.kids[name] = k
}

// Put makes or replaces the object at a path (not "/"). Missing parents are made 0755 root:root. content is nil for what
// is not a regular file. It is false where a parent is no directory, or a directory would be replaced.
func (t *Tree) Put(s *Session, e rootfs.Entry, content *Content) bool {
	dir, name := split(e.Path)
	parent := t.dirNode(s, dir, *dirEntry(""))
	if parent == nil {
		return false
	}
	old := parent.child(s, name)
	if old.isDir() && e.Type != rootfs.Directory {
		return false
	}
	if e.Type == rootfs.Directory {
		if old.isDir() {
			k := t.mine(old)
			k.entry = &e
			parent.set(name, k)
			return true
		}
		parent.set(name, t.freshDir(old, e.Path, e))
		return true
	}
	parent.set(name, &node{owner: t.own, entry: &e, content: content, since: t.clock})
	return true
}

// Amend changes the entry at a path, where one is known to be.
func (t *Tree) Amend(s *Session, path string, change func(*rootfs.Entry)) {
	n := t.find(s, path)
	if n.entry == nil {
		return
	}
	e := *n.entry
	change(&e)
	t.replace(s, path, func(k *node) *node {
		k = t.mine(k)
		k.entry = &e
		return k
	})
}

// SetContent changes what is known of a file's content and leaves its entry. Doubts that the old content had remain its
// More; what was known of its absence does too.
func (t *Tree) SetContent(s *Session, path string, c Content) {
	t.replace(s, path, func(k *node) *node {
		k = t.mine(k)
		k.content, k.origin = &c, nil
		if accountFile(path) {
			k.since = t.clock
		}
		if k.entry != nil && (k.entry.Program != nil || !accountFile(path)) {
			e := *k.entry
			e.Program, e.Size = nil, int64(len(c.Data))
			k.entry = &e
		}
		return k
	})
}

// Remove takes away the object at a path, with all below it.
func (t *Tree) Remove(s *Session, path string) {
	if path == "/" {
		return
	}
	t.replace(s, path, func(*node) *node {
		gone := absent(t.clock)
		gone.owner = t.own
		return gone
	})
}

// replace changes the node at a path whose parent is there; it does nothing elsewhere.
func (t *Tree) replace(s *Session, path string, change func(*node) *node) {
	if path == "/" {
		t.root = change(t.root)
		return
	}
	dir, name := split(path)
	if !t.find(s, dir).holds() {
		return
	}
	parent := t.dirNode(s, dir, rootfs.Entry{})
	parent.set(name, change(parent.child(s, name)))
}
