package known

import (
	"maps"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

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

// Mkdir makes a directory and its parents as mkdir -p does: what is there already stays. It is false where something
// else is in the way.
func (t *Tree) Mkdir(s *Session, e rootfs.Entry) bool { return t.dirNode(s, e.Path, e) != nil }

// Uncertain is why it is not known whether a path is there before a directory is made there; "" where that is known.
func (t *Tree) Uncertain(s *Session, path string) string {
	n := t.find(s, path)
	if n.entry != nil {
		return ""
	}
	return t.uncertain(n, path)
}
