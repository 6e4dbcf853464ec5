package accounts

import (
	"slices"
	"strconv"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/dockerfile/known"
)

// UserMod is a call of usermod. Pointers are nil where the option is not given.
type UserMod struct {
	Name                        string
	UID                         *int64
	NonUnique                   bool
	Group, Comment, Home, Shell *string
	NewName                     *string
	// Groups are -G; with Append (-a) they are added to those that the user is in.
	Groups []string
	Append bool
}

// Change does what usermod does (shadow, src/usermod.c), but for the files of the home directory.
func (o UserMod) Change(d *DB) Result {
	var r Result
	l, exists := d.Users.find(o.Name)
	switch exists {
	case No:
		return Result{Fails: "user " + o.Name + " does not exist"}
	case Maybe:
		r.unsure(d.Users.why())
	case Yes:
	}
	if r.check(o, d); r.Fails != "" {
		return r
	}
	switch {
	case l != nil:
		o.line(d, slices.Clone(l.fields))
	default:
		o.vague(d)
	}
	o.groups(d)
	return r
}

// check is what must hold of the options' values.
func (r *Result) check(o UserMod, d *DB) {
	if o.UID != nil && !o.NonUnique {
		name, e := d.UserOf(*o.UID)
		if e == Yes && name != o.Name {
			r.Fails = "its uid is not unique"
			return
		} else if e == Maybe {
			r.unsure(d.Users.why())
		}
	}
	if o.NewName != nil {
		if r.exists(d.Users.find2(*o.NewName)); r.Fails != "" {
			r.Fails = "user " + *o.NewName + " exists"
			return
		}
	}
	groups := slices.Clone(o.Groups)
	if o.Group != nil {
		groups = append(groups, *o.Group)
	}
	for _, g := range groups {
		switch _, _, e := d.groupArg(g); e {
		case No:
			r.Fails = "group " + g + " does not exist"
			return
		case Maybe:
			r.unsure(d.Groups.why())
		case Yes:
		}
	}
}

// line changes the user's line.
func (o UserMod) line(d *DB, fields []string) {
	for len(fields) < 7 {
		fields = append(fields, "")
	}
	set := func(i int, v *string) {
		if v != nil {
			fields[i] = *v
		}
	}
	if o.UID != nil {
		fields[2] = strconv.FormatInt(*o.UID, 10)
	}
	set(4, o.Comment)
	set(5, o.Home)
	set(6, o.Shell)
	if o.Group != nil {
		gid, _, _ := d.groupArg(*o.Group)
		if gid.Unknown != "" {
			id, _ := strconv.ParseInt(fields[2], 10, 64)
			d.Users.setVague(o.Name, known.Vague{ID: &id, Because: gid.Unknown})
			return
		}
		fields[3] = strconv.FormatInt(gid.Value, 10)
	}
	old, _ := d.Users.find(o.Name)
	set(0, o.NewName)
	*old = parseLine(strings.Join(fields, ":"))
}

// vague changes what is known of a user whose line is not.
func (o UserMod) vague(d *DB) {
	v := d.Users.vague[o.Name]
	v.Because = d.Because
	if o.UID != nil {
		v.ID = o.UID
	}
	if o.Group != nil {
		gid, _, _ := d.groupArg(*o.Group)
		v.GID = gid.pointer()
	}
	name := o.Name
	if o.NewName != nil {
		d.Users.remove(name)
		d.Users.doubt(d.Because)
		name = *o.NewName
	}
	d.Users.setVague(name, v)
}

// groups changes the memberships.
func (o UserMod) groups(d *DB) {
	name := o.Name
	if o.NewName != nil {
		name = *o.NewName
		for _, l := range slices.Clone(d.Groups.lines) {
			if l.fields != nil && slices.Contains(splitMembers(l.fields[3]), o.Name) {
				d.dropMember(l.fields[0], o.Name)
				d.addMember(l.fields[0], name)
			}
		}
	}
	if o.Groups == nil {
		return
	}
	if !o.Append {
		for _, l := range slices.Clone(d.Groups.lines) {
			if l.fields != nil && slices.Contains(splitMembers(l.fields[3]), name) {
				d.dropMember(l.fields[0], name)
			}
		}
	}
	for _, g := range o.Groups {
		d.join(g, name)
	}
}
