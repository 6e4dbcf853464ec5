package dockerfile

import (
	"strconv"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/dockerfile/accounts"
	"github.com/hullcheck/hullcheck/pkg/dockerfile/known"
)

// runUser is as whom a RUN runs.
type runUser struct {
	uid, gid known.Owner
	home     string
}

// user resolves the user of a RUN as BuildKit's executor does (executor/oci/user.go): nobody is root, two numbers are
// not looked up, and everything else is looked up in the image's own files.
func (w *walker) user(t *known.Tree, user string) runUser {
	if user == "" {
		return w.home(t, runUser{})
	}
	if strings.Contains(user, marker) {
		return runUser{uid: known.Owner{Unknown: "the base image's user is not known"}}
	}
	d := w.accounts(t)
	name, group, hasGroup := strings.Cut(user, ":")
	uid, gid := w.lookUpUser(d, name)
	if hasGroup && group != "" {
		gid = w.lookUpGroup(d, group)
	}
	u := runUser{
		uid: known.Owner{UID: uid.Value, Unknown: uid.Unknown},
		gid: known.Owner{GID: gid.Value, Unknown: gid.Unknown},
	}
	return w.home(t, u)
}

func (w *walker) lookUpUser(d *accounts.DB, name string) (uid, gid accounts.ID) {
	n, err := strconv.ParseInt(name, 10, 64)
	if err != nil && name != "root" {
		uid, gid, exists := d.User(name)
		if exists == accounts.No {
			uid.Unknown = "there is no user " + name
			gid.Unknown = uid.Unknown
		}
		return uid, gid
	}
	first, exists := d.UserOf(n)
	if exists == accounts.Yes && first != "" {
		_, gid, _ = d.User(first)
		return accounts.ID{Value: n}, gid
	}
	if exists != accounts.No {
		gid.Unknown = "its group in passwd is not known"
	}
	return accounts.ID{Value: n}, gid
}

func (w *walker) lookUpGroup(d *accounts.DB, group string) accounts.ID {
	if n, err := strconv.ParseInt(group, 10, 64); err == nil {
		return accounts.ID{Value: n}
	}
	gid, exists := d.Group(group)
	if exists == accounts.No {
		gid.Unknown = "there is no group " + group
	}
	return gid
}

// home is what runc sets HOME to: the home directory of the first entry with the uid, "/" without one.
func (w *walker) home(t *known.Tree, u runUser) runUser {
	if u.uid.Unknown != "" {
		return u
	}
	d := w.accounts(t)
	name, exists := d.UserOf(u.uid.UID)
	switch {
	case exists == accounts.No:
		u.home = "/"
	case name != "":
		u.home, _ = d.Home(name)
	}
	return u
}

// accounts reads passwd and group of a tree.
func (w *walker) accounts(t *known.Tree) *accounts.DB {
	read := func(p string) known.Content {
		at := t.Resolve(w.s, p, true)
		if c, ok := t.Content(w.s, at.Path); ok {
			return c
		}
		if at.Answer.Unknown != "" {
			return known.Unreadable(at.Answer.Unknown)
		}
		return known.Content{}
	}
	return &accounts.DB{Users: accounts.Parse(read("/etc/passwd")), Groups: accounts.Parse(read("/etc/group"))}
}
