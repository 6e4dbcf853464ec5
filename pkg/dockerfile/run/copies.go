package run

import (
	"path"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/dockerfile/known"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// tree is what is mounted at a path, as a tree, and the path in it.
func (m Mount) tree(at string) (*known.Tree, string, bool) {
	if m.Src == nil {
		return nil, "", false
	}
	rel := strings.TrimPrefix(strings.TrimPrefix(at, m.Path), "/")
	return known.Over(m.Src, m.From), clean(rel), true
}

// copyFiles is cp: one or more sources to a destination.
func copyFiles(x *machine, st *state, c *call) outcome {
	flags, opts, rest := c.words("tSZ")
	if to, ok := opts['t']; ok {
		rest = append(rest, arg{text: to.text + "/", known: to.known})
	}
	if len(rest) < 2 {
		return either(st)
	}
	before, sure := st.fork(), x.sure(st, rest)
	dest := rest[len(rest)-1]
	preserve := strings.ContainsAny(flags, "ap")
	recursive := strings.ContainsAny(flags, "raR")
	for _, from := range rest[:len(rest)-1] {
		if !x.copyOne(st, c, from, dest, preserve, recursive, len(rest) > 2) {
			return x.opaque(st, *c, c.String()+" cannot be followed")
		}
	}
	if sure {
		return succeed(st)
	}
	return outcome{ok: st, fail: before}
}

// sure tells whether root copies files that are known to be there, which succeeds.
func (x *machine) sure(st *state, args []arg) bool {
	for _, a := range args[:len(args)-1] {
		t := x.target(st, a, true)
		if m, hidden := x.hidden(t.place.Path); hidden {
			tree, p, ok := m.tree(t.place.Path)
			if !ok || tree.Resolve(x.s, p, true).Answer.Entry == nil {
				return false
			}
			continue
		}
		if t.lost || t.below || t.place.Answer.Entry == nil {
			return false
		}
	}
	return x.step.UID.Unknown == "" && x.step.UID.UID == 0
}

// copyOne copies one source; it is false where that cannot be followed.
func (x *machine) copyOne(st *state, c *call, from, dest arg, preserve, recursive, into bool) bool {
	src, to := x.target(st, from, true), x.target(st, dest, true)
	if to.lost || to.below || src.lost {
		return false
	}
	if to.hidden {
		return true
	}
	if src.below {
		x.blurBelow(st, to.place.Path, x.because(c.String()+" copies what its pattern matches"), true)
		return true
	}
	source, at := known.Source(st.tree), src.place.Path
	if m, hidden := x.hidden(src.place.Path); hidden {
		t, p, ok := m.tree(src.place.Path)
		if !ok {
			t, p = known.Over(known.Unread(x.because("what is mounted at "+m.Path+" is not known")), "/"), "/x"
		}
		place := t.Resolve(x.s, p, true)
		source, at = t, place.Path
		src.place = place
	}
	if e := src.place.Answer.Entry; e == nil && src.place.Answer.Unknown == "" || e != nil && e.Type == rootfs.Directory && !recursive {
		return false
	}
	x.put(st, c, source, src.place, at, to.place, path.Base(from.text), preserve, into)
	return true
}

// put makes the copy. cp opens an existing file and keeps its mode and owner; a new one has the source's mode without
// the umask's bits, and belongs to the user.
func (x *machine) put(st *state, c *call, source known.Source, src known.Place, from string, to known.Place, name string, preserve, into bool) {
	e := src.Answer.Entry
	final := to
	if d := to.Answer.Entry; d != nil && d.Type == rootfs.Directory {
		final = st.tree.Resolve(x.s, to.Path+"/"+name, true)
	} else if to.Answer.Unknown != "" && into {
		final = st.tree.Resolve(x.s, to.Path+"/"+name, true)
	}
	if _, hidden := x.hidden(final.Path); hidden {
		return
	}
	as := known.Transform{}
	owner := x.ownerIn(st, parent(final.Path))
	if !preserve {
		as.Owner = &owner
	}
	if old := final.Answer.Entry; old != nil && old.Type == rootfs.Regular && !preserve {
		mode := old.Mode
		as.Owner, as.Mode = &known.Owner{UID: old.UID, GID: old.GID}, &mode
	} else if e != nil && e.Type == rootfs.Regular && !preserve {
		mode := e.Mode & 0o777 &^ st.umask
		as.Mode = &mode
	}
	because := x.because(c.String())
	if e != nil && e.Type == rootfs.Directory && !preserve {
		// Modes below lose the umask's bits one by one; u+rwx,go-w is that for 022.
		as.Symbolic = "go-w"
	}
	if why := st.tree.Copy(x.s, known.Copy{
		From: source, Source: from, Name: name, Dest: final.Path, As: as, Contents: e != nil && e.Type == rootfs.Directory,
		Because: because,
	}); why != "" {
		st.tree.Blur(x.s, final.Path, because+": "+why)
	}
}

// move is mv: a rename, with mode and owner.
func move(x *machine, st *state, c *call) outcome {
	_, opts, rest := c.words("tS")
	if to, ok := opts['t']; ok {
		rest = append(rest, arg{text: to.text + "/", known: to.known})
	}
	if len(rest) < 2 {
		return either(st)
	}
	before, sure := st.fork(), x.sure(st, rest)
	dest := rest[len(rest)-1]
	for _, from := range rest[:len(rest)-1] {
		src := x.target(st, from, false)
		if src.lost || src.below || !x.copyOne(st, c, from, dest, true, true, len(rest) > 2) {
			return x.opaque(st, *c, c.String()+" cannot be followed")
		}
		if !src.hidden {
			st.tree.Remove(x.s, src.place.Path)
		}
	}
	if sure {
		return succeed(st)
	}
	return outcome{ok: st, fail: before}
}
