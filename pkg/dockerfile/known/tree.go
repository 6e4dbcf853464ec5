package known

import (
	"slices"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// Tree is a root file system as far as it is known. The zero Tree is not usable: see Empty and Over.
//
// A Tree is safe for concurrent questions once nothing changes it any more.
type Tree struct {
	root   *node
	own    *token
	clock  int
	doubts []Doubt
}

// Empty is the file system of FROM scratch.
func Empty() *Tree {
	return &Tree{root: newDir(rootEntry(), 0), own: new(token)}
}

// Over is a tree that holds what src holds at dir.
func Over(src Source, dir string) *Tree {
	t := Empty()
	t.root.layers = []layer{{src: src, path: dir}}
	return t
}

// Fork makes a second tree that begins as this one is and goes its own way.
func (t *Tree) Fork() *Tree {
	t.own = new(token)
	f := *t
	f.own = new(token)
	f.doubts = slices.Clip(t.doubts)
	t.doubts = f.doubts
	return &f
}

// find walks to a path without following links.
func (t *Tree) find(s *Session, path string) *node {
	n := t.root
	for name := range strings.SplitSeq(strings.Trim(path, "/"), "/") {
		if name == "" {
			continue
		}
		switch {
		case !s.spend():
			return unknown(tooMuchWork)
		case n.holds():
			n = n.child(s, name)
		case n.unknown != "":
			return n
		default:
			return absent(n.since)
		}
	}
	return n
}

// Look is lstat: path is absolute and clean, and no link is followed.
func (t *Tree) Look(s *Session, path string) rootfs.Answer {
	return t.answer(t.find(s, path), path)
}

// answer is what a node says of its path.
func (t *Tree) answer(n *node, path string) rootfs.Answer {
	if n.entry != nil {
		e := *n.entry
		e.Path = path
		return rootfs.Answer{Entry: &e}
	}
	if n.unknown != "" {
		return rootfs.Answer{Unknown: n.unknown}
	}
	if d := t.doubtsOn(path, n.since); len(d) > 0 {
		return rootfs.Answer{Unknown: d[0].Because}
	}
	return rootfs.Answer{}
}

func (t *Tree) look(s *Session, path string) rootfs.Answer { return t.Look(s, path) }

// Content is what is known of the file at a path; ok is false where no regular file is known to be there.
func (t *Tree) Content(s *Session, path string) (c Content, ok bool) {
	n := t.find(s, path)
	if n.entry == nil || n.entry.Type != rootfs.Regular {
		return Content{}, false
	}
	switch {
	case n.content != nil:
		c = *n.content
	case n.origin != nil:
		c = n.origin.src.read(s, n.origin.path)
	default:
		c = Unreadable("its content is not known")
	}
	if accountFile(path) {
		c = c.WithDoubts(t.doubtsOn(path, n.since)...)
	}
	return c, true
}

func (t *Tree) read(s *Session, path string) Content {
	c, ok := t.Content(s, path)
	if !ok {
		return Unreadable("it is not a regular file")
	}
	return c
}
