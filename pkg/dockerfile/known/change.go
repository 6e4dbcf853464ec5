package known

import (
	"maps"
	"slices"
	"strings"

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

// dirNode is the changeable node of a directory. Directories that are missing on the way are made as e; what is not known
// to be there becomes a directory of which nothing but that is known. It is nil where something else is in the way.
func (t *Tree) dirNode(s *Session, path string, e rootfs.Entry) *node {
	t.root = t.mine(t.root)
	n := t.root
	var end int
	for start := 1; start < len(path); start = end + 1 {
		if end = strings.IndexByte(path[start:], '/'); end < 0 {
			end = len(path)
		} else {
			end += start
		}
		name, at := path[start:end], path[:end]
		if !s.spend() {
			return nil
		}
		k := n.child(s, name)
		switch {
		case k.holds():
			k = t.mine(k)
		case k.entry != nil:
			return nil
		default:
			k = t.dirOver(n, k, at, e)
		}
		n.set(name, k)
		n = k
	}
	return n
}

// dirOver is the directory that stands at a path after mkdir -p, which leaves one that may have been there as it was.
func (t *Tree) dirOver(parent, k *node, path string, e rootfs.Entry) *node {
	because := t.uncertain(k, path)
	switch {
	case because == "":
		if p := parent.entry; p != nil && p.Mode&0o2000 != 0 {
			e.Mode |= 0o2000 // a directory made in one that is setgid is so too (inode_init_owner)
		}
		d := newDir(&e, t.since(k, path))
		d.owner = t.own
		return d
	case path == "/etc":
		// A path below /etc leads to what is put there whether /etc is a directory or a link, and no image is known in
		// which it is not root's own: without this nobody could look up a passwd that was copied onto an unread base.
		d := newDir(dirEntry(path), k.since)
		d.owner, d.rest = t.own, because
		return d
	}
	return &node{owner: t.own, unknown: because, rest: because, veiled: true, since: k.since}
}

// freshDir is the directory that replaces k with a mode and owner of its own, as a copy does.
func (t *Tree) freshDir(k *node, path string, e rootfs.Entry) *node {
	d := newDir(&e, t.since(k, path))
	d.owner = t.own
	if because := t.uncertain(k, path); because != "" {
		d.since, d.rest, d.kids = k.since, because, maps.Clone(k.kids)
	}
	return d
}

// uncertain is why it is not known whether a node without an entry is there before a directory is made in its place; ""
// where it is absent. What compilers and downloads may have made there would look the same and counts as absent.
func (t *Tree) uncertain(k *node, path string) string {
	if k.unknown != "" {
		return k.unknown
	}
	for _, d := range t.doubtsOn(path, k.since) {
		if d.Accounts != NoAccount {
			return d.Because
		}
	}
	return ""
}

// since is the time from which the names in a directory that is made in the place of k are known: now, unless something
// may have made it, and names in it, before.
func (t *Tree) since(k *node, path string) int {
	if k.unknown == "" && len(t.doubtsOn(path, k.since)) > 0 {
		return k.since
	}
	return t.clock
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

// Mkdir makes a directory and its parents as mkdir -p does: what is there already stays. It is false where something
// else is in the way.
func (t *Tree) Mkdir(s *Session, e rootfs.Entry) bool { return t.dirNode(s, e.Path, e) != nil }

// Blur notes that nothing is known any more of a path that may be there.
func (t *Tree) Blur(s *Session, path, because string) {
	if path == "/" {
		t.root = &node{owner: t.own, entry: t.root.entry, since: t.root.since, rest: because}
		return
	}
	t.replace(s, path, func(*node) *node { return &node{owner: t.own, unknown: because, since: t.clock} })
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

// BlurBelow notes that nothing is known any more of what is in a directory; the directory itself stays as it is.
func (t *Tree) BlurBelow(s *Session, path, because string) {
	t.replace(s, path, func(n *node) *node {
		if !n.holds() {
			return n
		}
		b := *n
		b.owner, b.kids, b.layers, b.rest = t.own, nil, nil, because
		return &b
	})
}

// Chmod changes the mode of everything below a directory, as chmod -R does; the directory itself stays as it is.
func (t *Tree) Chmod(s *Session, path string, mode *uint32, symbolic string) {
	t.through(s, path, Transform{Mode: mode, Symbolic: symbolic, KeepSetID: true})
}

// Chown gives a directory and all below it to an owner, as chown -R does: setuid and setgid bits of files are lost.
func (t *Tree) Chown(s *Session, path string, o Owner) {
	t.through(s, path, Transform{Owner: &o, Chown: true})
	t.Amend(s, path, func(e *rootfs.Entry) { e.UID, e.GID = o.UID, o.GID })
}

// through changes everything below a directory in place.
func (t *Tree) through(s *Session, path string, as Transform) {
	if !t.find(s, path).isDir() {
		return
	}
	before := t.Fork()
	t.replace(s, path, func(n *node) *node {
		d := newDir(n.entry, n.since)
		d.owner, d.rest = t.own, n.rest
		d.layers = []layer{{src: before, path: path, as: &as}}
		return d
	})
}

// Overlay lays the files of another tree over this one as a layer: directories are merged and take the upper one's mode
// and owner, anything else is replaced, links included.
func (t *Tree) Overlay(upper *Tree) {
	below := &node{since: t.root.since}
	below.merge(t.root)
	root := newDir(t.root.entry, t.root.since)
	root.owner, root.rest = t.own, t.root.rest
	root.layers = append([]layer{{src: upper.Fork(), path: "/"}}, below.layers...)
	t.root = root
}

// Uncertain is why it is not known whether a path is there before a directory is made there; "" where that is known.
func (t *Tree) Uncertain(s *Session, path string) string {
	n := t.find(s, path)
	if n.entry != nil {
		return ""
	}
	return t.uncertain(n, path)
}
