package run

import (
	"path"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/dockerfile/known"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

func mkdir(x *machine, st *state, c *call) outcome {
	flags, opts, rest := c.words("mZ")
	before, sure := st.fork(), strings.Contains(flags, "p") && x.step.UID.Unknown == "" && x.step.UID.UID == 0
	x.each(st, c, rest, true, func(t target) {
		if t.below {
			sure = false
			return
		}
		existed := t.place.Answer.Entry != nil
		x.makeDir(st, t.place.Path)
		if m, ok := opts['m']; ok && (!existed || !strings.Contains(flags, "p")) {
			x.setMode(st, t.place.Path, m)
		}
	})
	if sure {
		return succeed(st)
	}
	return outcome{ok: st, fail: before}
}

// makeDir makes a directory and its parents as mkdir -p does.
func (x *machine) makeDir(st *state, p string) {
	missing := st.tree.Missing(x.s, p)
	if missing == "" {
		return
	}
	owner := x.ownerIn(st, parent(missing))
	st.tree.Mkdir(x.s, rootfs.Entry{
		Path: p, Type: rootfs.Directory, Mode: 0o777 &^ st.umask, UID: owner.UID, GID: owner.GID,
	})
	if owner.Unknown != "" {
		st.tree.Blur(x.s, missing, x.because("its owner is not known: "+owner.Unknown))
	}
}

func touch(x *machine, st *state, c *call) outcome {
	flags, _, rest := c.words("drtZ")
	x.each(st, c, rest, true, func(t target) {
		if !t.below && t.place.Answer.Entry == nil && !strings.Contains(flags, "c") {
			if t.place.Answer.Unknown == "" {
				x.create(st, t.place.Path, known.Content{})
			} else if isAccountFile(t.place.Path) {
				x.create(st, t.place.Path, known.Unreadable(t.place.Answer.Unknown))
			}
		}
	})
	return either(st)
}

func remove(x *machine, st *state, c *call) outcome {
	flags, _, rest := c.words("")
	before := st.fork()
	x.each(st, c, rest, false, func(t target) {
		if t.below {
			x.blurBelow(st, t.place.Path, x.because(c.String()+" removes what its pattern matches"), true)
			return
		}
		st.tree.Remove(x.s, t.place.Path)
	})
	if strings.Contains(flags, "f") && c.name() == "rm" {
		return succeed(st)
	}
	return outcome{ok: st, fail: before}
}

func link(x *machine, st *state, c *call) outcome {
	flags, opts, rest := c.words("t")
	if to, ok := opts['t']; ok {
		rest = append(rest, to)
	}
	if len(rest) == 1 {
		rest = append(rest, arg{text: ".", known: true})
	}
	if len(rest) < 2 {
		return either(st)
	}
	dest := rest[len(rest)-1]
	for _, from := range rest[:len(rest)-1] {
		t := x.target(st, dest, !strings.Contains(flags, "n") && !strings.Contains(flags, "T"))
		if t.lost || t.below || !from.known {
			return x.opaque(st, *c, c.String()+" cannot be followed")
		}
		at := t.place
		if e := at.Answer.Entry; e != nil && e.Type == rootfs.Directory && !strings.Contains(flags, "T") {
			at = st.tree.Resolve(x.s, at.Path+"/"+path.Base(from.text), false)
		}
		x.putLink(st, at, from, flags)
	}
	return either(st)
}

func (x *machine) putLink(st *state, at known.Place, from arg, flags string) {
	owner := x.ownerIn(st, parent(at.Path))
	if _, hidden := x.hidden(at.Path); hidden {
		return
	}
	if !strings.Contains(flags, "s") || strings.Contains(flags, "r") || owner.Unknown != "" ||
		at.Answer.Entry == nil && at.Answer.Unknown != "" {
		if isAccountFile(at.Path) {
			x.create(st, at.Path, known.Unreadable(x.because("it is a link")))
		}
		st.tree.Blur(x.s, at.Path, x.because("a link is made in its place"))
		return
	}
	st.tree.Put(x.s, rootfs.Entry{
		Path: at.Path, Type: rootfs.Symlink, Mode: 0o777, UID: owner.UID, GID: owner.GID, Link: from.text,
	}, nil)
}
