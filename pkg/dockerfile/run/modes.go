package run

import (
	"strconv"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/dockerfile/accounts"
	"github.com/hullcheck/hullcheck/pkg/dockerfile/known"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

func chmod(x *machine, st *state, c *call) outcome {
	flags, opts, rest := c.words("Z")
	_, reference := opts['Z']
	if len(rest) < 2 || reference {
		return x.opaque(st, *c, c.String()+" cannot be followed")
	}
	mode := rest[0]
	x.each(st, c, rest[1:], true, func(t target) {
		if special, _ := setsID(mode.text); special && mode.known {
			x.events = append(x.events, Event{c.String(), t.place.Path, Setuid})
		}
		switch {
		case strings.Contains(flags, "R") || t.below:
			if !x.chmodBelow(st, t, mode) {
				x.blurBelow(st, t.place.Path, x.because(c.String()+" changes modes"), false)
			}
			if !t.below {
				x.setMode(st, t.place.Path, mode)
			}
		default:
			x.setMode(st, t.place.Path, mode)
		}
	})
	return either(st)
}

// chmodBelow changes a whole directory where the result can be told for each entry.
func (x *machine) chmodBelow(st *state, t target, mode arg) bool {
	e := t.place.Answer.Entry
	if !mode.known || t.below || e == nil || e.Type != rootfs.Directory || within("/etc", t.place.Path) {
		return e != nil && e.Type != rootfs.Directory
	}
	if bits, err := strconv.ParseUint(mode.text, 8, 16); err == nil {
		m := uint32(bits)
		st.tree.Chmod(x.s, t.place.Path, &m, "")
		return true
	}
	symbolic := mode.text
	if implicitWho(symbolic) {
		if strings.ContainsAny(symbolic, "w=") || st.umask != 0o022 {
			return false
		}
		symbolic = "a" + strings.ReplaceAll(symbolic, ",", ",a")
	}
	if _, err := known.SymbolicMode(symbolic, 0, false); err != nil {
		return false
	}
	st.tree.Chmod(x.s, t.place.Path, nil, symbolic)
	return true
}

// setsID tells whether a mode given to chmod sets setuid or setgid.
func setsID(mode string) (sets, octal bool) {
	if m, err := strconv.ParseUint(mode, 8, 16); err == nil {
		return m&0o6000 != 0, true
	}
	for clause := range strings.SplitSeq(mode, ",") {
		i := strings.IndexAny(clause, "+=")
		if i < 0 {
			continue
		}
		who, what := clause[:i], clause[i:]
		if strings.Contains(what, "s") && (who == "" || strings.ContainsAny(who, "uga")) {
			return true, false
		}
	}
	return false, false
}

// setMode changes the mode of what is known to be at a path.
func (x *machine) setMode(st *state, path string, mode arg) {
	e := st.tree.Look(x.s, path).Entry
	if e == nil {
		return
	}
	bits, err := strconv.ParseUint(mode.text, 8, 16)
	m, ok := uint32(bits), mode.known
	if err != nil && ok {
		symbolic, err := known.SymbolicMode(mode.text, e.Mode, e.Type == rootfs.Directory)
		m, ok = symbolic, err == nil && !implicitWho(mode.text)
		if err == nil && !ok && st.umask == 0o022 {
			m, ok = x.masked(mode.text, e)
		}
	} else if e.Type == rootfs.Directory && len(strings.TrimLeft(mode.text, "0")) <= 3 {
		m |= e.Mode & 0o6000 // GNU chmod keeps them for a directory unless five digits are given
	}
	if !ok {
		st.tree.Blur(x.s, path, x.because("chmod gives it a mode that cannot be told"))
		return
	}
	st.tree.Amend(x.s, path, func(e *rootfs.Entry) { e.Mode = m & 0o7777 })
}

// implicitWho tells whether a symbolic mode leaves out whom it is for, in which case the umask counts.
func implicitWho(mode string) bool {
	for clause := range strings.SplitSeq(mode, ",") {
		if clause == "" || strings.ContainsRune("+-=", rune(clause[0])) {
			return true
		}
	}
	return false
}

// masked applies a mode without "who" under umask 022: +x is a+x, -w is u-w.
func (x *machine) masked(mode string, e *rootfs.Entry) (uint32, bool) {
	if strings.Contains(mode, "w") || strings.Contains(mode, "=") {
		return 0, false
	}
	m, err := known.SymbolicMode("a"+strings.ReplaceAll(mode, ",", ",a"), e.Mode, e.Type == rootfs.Directory)
	return m, err == nil
}

func chown(x *machine, st *state, c *call) outcome {
	return x.chownAll(st, c, func(d *accounts.DB, spec string) (uid, gid *accounts.ID) { return ownerSpec(d, spec) })
}

func chgrp(x *machine, st *state, c *call) outcome {
	return x.chownAll(st, c, func(d *accounts.DB, spec string) (uid, gid *accounts.ID) { return nil, groupID(d, spec) })
}

func (x *machine) chownAll(st *state, c *call, spec func(*accounts.DB, string) (uid, gid *accounts.ID)) outcome {
	flags, opts, rest := c.words("ZF")
	_, reference := opts['Z']
	if _, from := opts['F']; len(rest) < 2 || reference || from {
		return x.opaque(st, *c, c.String()+" cannot be followed")
	}
	unknown := &accounts.ID{Unknown: "the owner is not known"}
	uid, gid := unknown, unknown
	if rest[0].known {
		uid, gid = spec(x.database(st, c), rest[0].text)
	}
	recursive := strings.Contains(flags, "R")
	x.each(st, c, rest[1:], !strings.Contains(flags, "h") && !recursive, func(t target) {
		if t.below || recursive {
			x.chownBelow(st, c, t, uid, gid, recursive && !t.below)
			return
		}
		x.setOwner(st, t.place.Path, uid, gid)
	})
	return either(st)
}

// chownBelow gives a whole directory to an owner, by a copy of it onto itself.
func (x *machine) chownBelow(st *state, c *call, t target, uid, gid *accounts.ID, whole bool) {
	p := t.place.Path
	e := t.place.Answer.Entry
	known2 := uid != nil && gid != nil && uid.Unknown == "" && gid.Unknown == ""
	if whole && known2 && e != nil && e.Type == rootfs.Directory && p != "/" && p != "/etc" {
		st.tree.Chown(x.s, p, known.Owner{UID: uid.Value, GID: gid.Value})
		return
	}
	if e != nil && e.Type == rootfs.Directory {
		x.blurBelow(st, p, x.because(c.String()+" changes owners"), false)
	}
	if whole {
		x.setOwner(st, p, uid, gid)
	}
}

// setOwner changes the owner of what is known to be at a path; setuid and setgid bits go with it (chown(2)).
func (x *machine) setOwner(st *state, p string, uid, gid *accounts.ID) {
	for _, id := range []*accounts.ID{uid, gid} {
		if id != nil && id.Unknown != "" {
			if !isAccountFile(p) {
				st.tree.Blur(x.s, p, x.because("its owner is not known: "+id.Unknown))
			}
			return
		}
	}
	st.tree.Amend(x.s, p, func(e *rootfs.Entry) {
		if uid != nil {
			e.UID = uid.Value
		}
		if gid != nil {
			e.GID = gid.Value
		}
		if e.Type == rootfs.Regular {
			e.Mode &^= 0o4000
			if e.Mode&0o010 != 0 {
				e.Mode &^= 0o2000
			}
			e.Capability = nil
		}
	})
}

// ownerSpec reads USER, USER:GROUP, USER: (the user's own group), :GROUP, and the old USER.GROUP of two numbers or names.
func ownerSpec(d *accounts.DB, spec string) (uid, gid *accounts.ID) {
	user, group, has := strings.Cut(spec, ":")
	if !has && strings.Contains(spec, ".") {
		if _, _, e := d.User(spec); e != accounts.Yes {
			user, group, has = strings.Cut(spec, ".")
		}
	}
	if user != "" {
		u, g, exists := d.User(user)
		if exists == accounts.No {
			u.Unknown, g.Unknown = "there is no user "+user, "there is no user "+user
		}
		if n, ok := number(&user); ok {
			u, g = accounts.ID{Value: *n}, accounts.ID{Unknown: "a number has no group"}
		}
		uid = &u
		if has && group == "" {
			gid = &g
		}
	}
	if group != "" {
		gid = groupID(d, group)
	}
	return uid, gid
}

func groupID(d *accounts.DB, group string) *accounts.ID {
	g, exists := d.Group(group)
	if exists == accounts.No {
		g.Unknown = "there is no group " + group
	}
	if n, ok := number(&group); ok {
		g = accounts.ID{Value: *n}
	}
	return &g
}

func setcap(x *machine, st *state, c *call) outcome {
	_, _, rest := c.words("n")
	for i := 1; i < len(rest); i += 2 {
		t := x.target(st, rest[i], true)
		x.events = append(x.events, Event{c.String(), t.place.Path, Capability})
	}
	return x.other(st, c)
}
