package accounts

import "strconv"

// The ranges of BusyBox as it is configured by default; Alpine raises the last id to 256000, which matters to nobody
// (loginutils/adduser.c, loginutils/addgroup.c).
var (
	busyboxSystem = Range{100, 999}
	busyboxUsers  = Range{1000, 60000}
)

// BusyBoxUser is a call of BusyBox adduser.
type BusyBoxUser struct {
	Name   string
	UID    *int64 // -u
	Group  string // -G
	System bool   // -S
	// Comment, Home and Shell are -g, -h and -s; nil without.
	Comment, Home, Shell *string
}

// Add does what BusyBox adduser does. Without -G the user gets a group of its own with the same id, so that one id must
// be free in both files; with -S and without -G its group is nogroup.
func (o BusyBoxUser) Add(d *DB) Result {
	var r Result
	group := o.Group
	if group == "" && o.System {
		group = "nogroup"
	}
	gid, r := o.group(d, group)
	if r.Fails != "" {
		return r
	}
	if r.exists(d.Users.find2(o.Name)); r.Fails != "" {
		return Result{Fails: "user " + o.Name + " in use"}
	}
	uid := o.uid(d, group == "", &r)
	if r.Fails != "" {
		return r
	}
	if group == "" {
		gid = uid
		if r.exists(d.Groups.find2(o.Name)); r.Fails != "" {
			return Result{Fails: "group " + o.Name + " in use"}
		}
	}
	d.addUser(o.Name, uid, gid, or(o.Comment, "Linux User,,,"), or(o.Home, "/home/"+o.Name), o.shell())
	if group == "" {
		d.addGroup(o.Name, gid)
		return r
	}
	d.addMember(group, o.Name)
	return r
}

func (o BusyBoxUser) shell() string {
	if o.System {
		return or(o.Shell, "/bin/false")
	}
	return or(o.Shell, "/bin/sh")
}

func or(v *string, otherwise string) string {
	if v == nil {
		return otherwise
	}
	return *v
}

// group resolves -G; xgroup2gid takes names only.
func (o BusyBoxUser) group(d *DB, group string) (ID, Result) {
	if group == "" {
		return ID{}, Result{}
	}
	gid, exists := d.Group(group)
	switch exists {
	case No:
		return gid, Result{Fails: "unknown group " + group}
	case Maybe:
		return gid, Result{Unsure: d.Groups.why()}
	case Yes:
	}
	return gid, Result{}
}

// uid is -u, or the first id that is free; own: it must be free in group too.
func (o BusyBoxUser) uid(d *DB, own bool, r *Result) ID {
	taken := func(id int64) Tri {
		_, u := d.Users.findID(id)
		if u == No && own {
			_, u = d.Groups.findID(id)
		}
		return u
	}
	if o.UID != nil {
		switch taken(*o.UID) {
		case Yes:
			r.Fails = "uid " + strconv.FormatInt(*o.UID, 10) + " in use"
		case Maybe:
			r.unsure(d.Users.why() + d.Groups.why())
		case No:
		}
		return ID{Value: *o.UID}
	}
	ids := busyboxUsers
	if o.System {
		ids = busyboxSystem
	}
	return d.Users.first(ids, taken, d.Because)
}

// BusyBoxGroup is a call of BusyBox addgroup with one name.
type BusyBoxGroup struct {
	Name   string
	GID    *int64 // -g
	System bool   // -S
}

// Add does what BusyBox addgroup does.
func (o BusyBoxGroup) Add(d *DB) Result {
	var r Result
	if r.exists(d.Groups.find2(o.Name)); r.Fails != "" {
		return Result{Fails: "group " + o.Name + " in use"}
	}
	if o.GID != nil {
		if r.exists(d.Groups.why(), second(d.Groups.findID(*o.GID))); r.Fails != "" {
			return Result{Fails: "its gid is in use"}
		}
		d.addGroup(o.Name, ID{Value: *o.GID})
		return r
	}
	ids := busyboxUsers
	if o.System {
		ids = busyboxSystem
	}
	taken := func(id int64) Tri { return second(d.Groups.findID(id)) }
	d.addGroup(o.Name, d.Groups.first(ids, taken, d.Because))
	return r
}

// Join adds an existing user to an existing group, as addgroup USER GROUP and adduser USER GROUP do.
func (d *DB) Join(user, group string) Result {
	var r Result
	_, _, u := d.User(user)
	_, g := d.Group(group)
	switch {
	case u == No:
		return Result{Fails: "unknown user " + user}
	case g == No:
		return Result{Fails: "unknown group " + group}
	case u == Maybe || g == Maybe:
		r.unsure(d.Users.why() + d.Groups.why())
	}
	d.addMember(group, user)
	return r
}

// Leave takes a user out of a group, as deluser USER GROUP does.
func (d *DB) Leave(user, group string) Result {
	var r Result
	_, _, u := d.User(user)
	if _, g := d.Group(group); u != Yes || g != Yes {
		r.unsure(d.Users.why() + d.Groups.why())
	}
	d.dropMember(group, user)
	return r
}
