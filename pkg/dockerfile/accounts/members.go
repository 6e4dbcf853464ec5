package accounts

import (
	"slices"
	"strconv"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/dockerfile/known"
)

// addMember adds a user to a group's list of members.
func (d *DB) addMember(group, user string) {
	l, exists := d.Groups.find(group)
	switch {
	case l == nil && exists == Maybe:
		d.Groups.setVague(group, known.Vague{Because: d.Because})
	case l != nil:
		members := splitMembers(l.fields[3])
		if !slices.Contains(members, user) {
			members = append(members, user)
			d.Groups.set(l.fields[0], l.fields[1], l.fields[2], strings.Join(members, ","))
		}
	}
}

// dropMember takes a user out of a group's list of members.
func (d *DB) dropMember(group, user string) {
	if l, _ := d.Groups.find(group); l != nil {
		members := slices.DeleteFunc(splitMembers(l.fields[3]), func(m string) bool { return m == user })
		d.Groups.set(l.fields[0], l.fields[1], l.fields[2], strings.Join(members, ","))
	}
}

func splitMembers(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, ",")
}

// addUser writes a passwd line; where an id is not known the account is vague.
func (d *DB) addUser(name string, uid, gid ID, comment, home, shell string) {
	if uid.Unknown != "" || gid.Unknown != "" {
		because := uid.Unknown
		if because == "" {
			because = gid.Unknown
		}
		d.Users.setVague(name, known.Vague{ID: uid.pointer(), GID: gid.pointer(), Because: because})
		return
	}
	d.Users.set(name, "x", strconv.FormatInt(uid.Value, 10), strconv.FormatInt(gid.Value, 10), comment, home, shell)
}

// addGroup writes a group line.
func (d *DB) addGroup(name string, gid ID) {
	if gid.Unknown != "" {
		d.Groups.setVague(name, known.Vague{ID: gid.pointer(), Because: gid.Unknown})
		return
	}
	d.Groups.set(name, "x", strconv.FormatInt(gid.Value, 10), "")
}
