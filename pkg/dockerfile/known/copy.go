package known

import (
	"strings"

	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// Copy is one copy of BuildKit's file operation, or of cp, of one source path.
type Copy struct {
	From Source
	// Source is resolved: absolute, clean, links followed. Name is its last element as it was written.
	Source, Name string
	// Dest is as written; a trailing slash or "/." makes it a directory.
	Dest string
	As   Transform
	// Contents copies a directory's entries, not the directory: COPY always, cp never.
	Contents bool
	// Because begins the reason where what was copied is not known: "line 4: COPY".
	Because string
}

// Copy does the copy, as fsutil/copy.Copy does. It returns why the build would fail, "" where it would not.
func (t *Tree) Copy(s *Session, c Copy) (failure string) {
	src := c.From.look(s, c.Source)
	if src.Entry == nil && src.Unknown == "" {
		return c.Source + " is not there"
	}
	dest := t.destination(s, &c)
	at := t.Resolve(s, dest, true)
	isDir := src.Entry != nil && src.Entry.Type == rootfs.Directory
	intoDir := t.find(s, at.Path).holds()
	switch {
	case src.Unknown != "":
		return t.copyUnknown(s, c, at, src.Unknown)
	case !isDir && intoDir || isDir && !c.Contents && intoDir:
		at = t.Resolve(s, join(at.Path, c.Name), false)
	case !isDir && t.find(s, at.Path).unknown != "" && !plainlyFile(at.Path, c.Name):
		// A directory of that name would take the file in, under its own name.
		t.Blur(s, at.Path, c.Because+" into what may be a directory: "+at.Answer.Unknown)
		return ""
	}
	if isDir {
		return t.attach(s, c, at.Path)
	}
	return t.copyFile(s, c, at.Path, src.Entry)
}

// plainlyFile tells whether a destination of which nothing is known cannot reasonably be a directory: COPY a.sh /b.sh, or
// COPY x /bin/x, or one of the two files that every image has.
func plainlyFile(dest, source string) bool {
	_, name := split(dest)
	return name == source || strings.Contains(name, ".") || accountFile(dest)
}

// destination makes the directory that has to be there first, and returns the destination without "/." and slash.
func (t *Tree) destination(s *Session, c *Copy) string {
	dir, name := split(c.Dest)
	if name == "" || name == "." {
		dir = strings.TrimSuffix(c.Dest, ".")
	}
	t.Mkdir(s, c.parent(t.Resolve(s, dir, true).Path))
	return c.Dest
}

// parent is a directory that the copy makes on its way: 0755, or the mode and owner given.
func (c *Copy) parent(path string) rootfs.Entry {
	e := *dirEntry(path)
	if c.As.Mode != nil {
		e.Mode = *c.As.Mode & 0o7777
	}
	if o := c.As.Owner; o != nil && o.Unknown == "" {
		e.UID, e.GID = o.UID, o.GID
	}
	return e
}

func (t *Tree) copyUnknown(s *Session, c Copy, at Place, why string) string {
	reason := c.Because + ": " + why
	if at.Path != "/" && t.find(s, at.Path).holds() {
		t.BlurBelow(s, at.Path, reason) // whatever it is comes below a directory that stays as it is
		return ""
	}
	t.Mkdir(s, c.parent(dirOf(at.Path)))
	t.Blur(s, at.Path, reason)
	if at.Answer.Unknown != "" {
		t.Doubt(Doubt{Because: reason}) // the destination may be a link to anywhere
	}
	return ""
}

func dirOf(path string) string { d, _ := split(path); return d }

func (t *Tree) copyFile(s *Session, c Copy, at string, e *rootfs.Entry) string {
	t.Mkdir(s, c.parent(dirOf(at)))
	a := c.As.apply(rootfs.Answer{Entry: e}, c.Source)
	if a.Entry == nil {
		if a.Unknown != "" {
			t.Blur(s, at, c.Because+": "+a.Unknown)
		}
		return ""
	}
	parent := t.dirNode(s, dirOf(at), *dirEntry(""))
	if parent == nil {
		return dirOf(at) + " is not a directory"
	}
	_, name := split(at)
	if parent.child(s, name).isDir() {
		return "cannot replace directory " + at + " with a file"
	}
	n := &node{owner: t.own, entry: a.Entry, since: t.clock}
	if a.Entry.Type == rootfs.Regular {
		n.origin = &origin{snapshot(c.From), c.Source}
	}
	parent.set(name, n)
	return ""
}

// attach lets a source directory shine through a directory, above what it already holds.
func (t *Tree) attach(s *Session, c Copy, at string) string {
	if c.Contents {
		t.Mkdir(s, c.parent(at)) // an existing directory keeps its mode and owner
	} else if a := c.As.apply(c.From.look(s, c.Source), c.Source); a.Entry != nil {
		e := *a.Entry
		e.Path = at
		if !t.Put(s, e, nil) {
			return at + " is not a directory"
		}
	}
	d := t.dirNode(s, at, c.parent(at))
	if d == nil {
		return at + " is not a directory"
	}
	c.As.Root = c.Source
	as := c.As
	above := layer{src: snapshot(c.From), path: c.Source, as: &as}
	below := &node{since: d.since}
	below.merge(&node{entry: d.entry, since: d.since, kids: d.kids, layers: d.layers})
	d.kids, d.layers = nil, append([]layer{above}, below.layers...)
	return ""
}

// snapshot keeps a tree as it is now.
func snapshot(src Source) Source {
	if t, ok := src.(*Tree); ok {
		return t.Fork()
	}
	return src
}
