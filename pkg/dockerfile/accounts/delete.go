package accounts

import (
	"slices"
	"strconv"
)

// DeleteUser does what userdel does: the user's own group goes with it where USERGROUPS_ENAB is set, nobody else has it
// as primary group and it has no other members (shadow, src/userdel.c).
func (d *DB) DeleteUser(name string, def Defaults) Result {
	var r Result
	switch _, e := d.Users.find(name); e {
	case No:
		return Result{Fails: "user " + name + " does not exist"}
	case Maybe:
		r.unsure(d.Users.why())
	case Yes:
	}
	d.Users.remove(name)
	for _, l := range slices.Clone(d.Groups.lines) {
		if l.fields != nil && slices.Contains(splitMembers(l.fields[3]), name) {
			d.dropMember(l.fields[0], name)
		}
	}
	if l, _ := d.Groups.find(name); l != nil && (def.UserGroups || def.Unknown != "") && l.fields[3] == "" {
		if d.primaryOfAnother(l.id) {
			return r
		}
		if def.Unknown != "" || len(d.Users.more) > 0 || len(d.Users.vague) > 0 {
			d.Groups.doubt(d.Because)
		}
		d.Groups.remove(name)
	}
	return r
}

// BusyBoxDelete does what BusyBox deluser does: the group of the same name goes too, whoever is in it.
func (d *DB) BusyBoxDelete(name string) Result {
	var r Result
	switch _, e := d.Users.find(name); e {
	case No:
		return Result{Fails: "unknown user " + name}
	case Maybe:
		r.unsure(d.Users.why())
	case Yes:
	}
	d.Users.remove(name)
	d.Groups.remove(name)
	for _, l := range d.Groups.lines {
		if l.fields != nil && slices.Contains(splitMembers(l.fields[3]), name) {
			d.Groups.doubt(d.Because + ": " + name + " may have been taken out of its groups")
			break
		}
	}
	return r
}

func (d *DB) primaryOfAnother(gid int64) bool {
	g := strconv.FormatInt(gid, 10)
	return slices.ContainsFunc(d.Users.lines, func(l line) bool { return l.fields != nil && l.fields[3] == g })
}

// DeleteGroup does what groupdel does: the primary group of a user stays (shadow, src/groupdel.c).
func (d *DB) DeleteGroup(name string) Result {
	l, e := d.Groups.find(name)
	var r Result
	switch {
	case e == No:
		return Result{Fails: "group " + name + " does not exist"}
	case l != nil && d.primaryOfAnother(l.id):
		return Result{Fails: "it is a user's primary group"}
	case e == Maybe || l == nil || len(d.Users.more) > 0:
		r.unsure(d.Groups.why() + d.Users.why())
	}
	d.Groups.remove(name)
	return r
}
