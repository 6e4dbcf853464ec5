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

// Doubt notes that something ran of which is not known what it made.
func (t *Tree) Doubt(d Doubt) {
	t.clock++
	d.at = t.clock
	t.clock++
	kept := make([]Doubt, 0, len(t.doubts)+1)
	for _, old := range t.doubts {
		if old.Because != d.Because || old.Accounts > d.Accounts {
			kept = append(kept, old) // of two doubts for one reason the later one covers the earlier
		}
	}
	kept = append(kept, d)
	if len(kept) > maxDoubts {
		kept[1].Accounts = max(kept[0].Accounts, kept[1].Accounts)
		kept = kept[1:]
	}
	t.doubts = kept
}

// maxDoubts is how many doubts are kept; beyond, the oldest two are taken for one.
const maxDoubts = 64

// doubtsOn are the doubts since a time that may concern a path.
func (t *Tree) doubtsOn(path string, since int) []Doubt {
	i := len(t.doubts)
	for i > 0 && t.doubts[i-1].at > since {
		i--
	}
	account, packaged := accountFile(path), packagesOwn(path)
	var out []Doubt
	for _, d := range t.doubts[i:] {
		if account && d.Accounts == NoAccount || !packaged && d.Accounts == SystemAccounts {
			continue
		}
		out = append(out, d)
	}
	return out
}

// packagesOwn tells whether a package may install something at a path: the directories of the Filesystem Hierarchy
// Standard but /home, to which distributions hold their packages (Debian policy 9.1).
func packagesOwn(path string) bool {
	top, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	switch top {
	case "bin", "boot", "dev", "etc", "lib", "lib32", "lib64", "libx32", "media", "mnt", "nix", "opt", "root", "run", "sbin",
		"srv", "tmp", "usr", "var":
		return true
	}
	return false
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
