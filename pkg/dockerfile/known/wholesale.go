package known

import (
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// Blur notes that nothing is known any more of a path that may be there.
func (t *Tree) Blur(s *Session, path, because string) {
	if path == "/" {
		t.root = &node{owner: t.own, entry: t.root.entry, since: t.root.since, rest: because}
		return
	}
	t.replace(s, path, func(*node) *node { return &node{owner: t.own, unknown: because, since: t.clock} })
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
