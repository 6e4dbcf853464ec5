package accounts

import (
	"slices"
	"strconv"
	"strings"
)

// Debian are the settings of Debian's adduser: those of /etc/adduser.conf, and what changed between its versions.
type Debian struct {
	Users, SystemUsers, SystemGroups, Groups Range
	HomeBase, Shell                          string
	HomeMode, SystemHomeMode                 uint32
	// UserGroups is USERGROUPS. Others are the defaults of which nothing is known where a file changes them.
	UserGroups bool
	// NoSystemHome: a system user's home is /nonexistent unless --home says otherwise (since 3.122).
	NoSystemHome bool
	// UsersGroup: a user is added to group "users" (since 3.130).
	UsersGroup bool
	// PlainComment: the comment is set by usermod -c as it stands (since 3.135), else by chfn in four parts.
	PlainComment bool
	// Unknown is why the settings are not known; "" where they are.
	Unknown string
}

// ParseDebian reads adduser.conf and, for what its version does, the program itself, a Perl script.
func ParseDebian(conf, program []byte) Debian {
	v := settings(conf, "=")
	number := func(k string, n int64) int64 { return v.number(k, n) }
	d := Debian{
		Users:        Range{number("FIRST_UID", 1000), number("LAST_UID", 59999)},
		Groups:       Range{number("FIRST_GID", 1000), number("LAST_GID", 59999)},
		SystemUsers:  Range{number("FIRST_SYSTEM_UID", 100), number("LAST_SYSTEM_UID", 999)},
		SystemGroups: Range{number("FIRST_SYSTEM_GID", 100), number("LAST_SYSTEM_GID", 999)},
		HomeBase:     v.text("DHOME", "/home"), Shell: v.text("DSHELL", "/bin/bash"),
		HomeMode:       uint32(number("DIR_MODE", 0o700)),
		SystemHomeMode: uint32(number("SYS_DIR_MODE", 0o755)),
		UserGroups:     strings.EqualFold(v.text("USERGROUPS", "yes"), "yes"),
	}
	p := string(program)
	d.NoSystemHome = strings.Contains(p, "'/nonexistent'")
	d.UsersGroup = strings.Contains(p, `my $supp_group="users"`)
	d.PlainComment = strings.Contains(p, "'-c', $1, $name")
	unusual := []string{
		"UID_POOL", "GID_POOL", "USERS_GID", "USERS_GROUP", "EXTRA_GROUPS", "ADD_EXTRA_GROUPS",
		"GROUPHOMES", "LETTERHOMES", "SETGID_HOME", "QUOTAUSER",
	}
	for key, value := range v {
		if slices.Contains(unusual, key) && value != "" && value != "no" && value != "0" {
			d.Unknown = "adduser.conf sets " + key
		}
	}
	if !strings.HasPrefix(p, "#!") || !strings.Contains(p, "first_avail_uid") {
		d.Unknown = "its version of adduser is not known"
	}
	return d
}

func (v values) text(key, otherwise string) string {
	if s, ok := v[key]; ok {
		return s
	}
	return otherwise
}

// DebianGroup is a call of Debian's addgroup, or of adduser --group, for a group.
type DebianGroup struct {
	Name   string
	GID    *int64
	System bool
}

// Add does what addgroup does: with --system a system group of that name is success.
func (o DebianGroup) Add(d *DB, conf Debian, def Defaults) Result {
	gid, e := d.Group(o.Name)
	if o.System && e == Yes && gid.Unknown == "" && gid.Value >= conf.SystemGroups.Min && gid.Value <= conf.SystemGroups.Max {
		return Result{}
	}
	if o.GID == nil && conf.Unknown == "" && e == No {
		ids := conf.Groups
		if o.System {
			ids = conf.SystemGroups
		}
		first := d.Groups.first(ids, func(id int64) Tri { return second(d.Groups.findID(id)) }, d.Because)
		o.GID = first.pointer()
	}
	if o.GID == nil && e != Yes {
		d.addGroup(o.Name, ID{Unknown: d.Because + ": " + strconv.Quote(o.Name)})
		return Result{Unsure: d.Groups.why()}
	}
	return GroupAdd{Name: o.Name, GID: o.GID}.Add(d, def)
}
