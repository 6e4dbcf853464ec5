package run

import (
	"strings"

	"github.com/hullcheck/hullcheck/pkg/dockerfile/accounts"
	"github.com/hullcheck/hullcheck/pkg/dockerfile/known"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

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
