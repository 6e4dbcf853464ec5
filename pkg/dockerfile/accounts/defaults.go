package accounts

import (
	"strconv"
	"strings"
)

// Defaults are the settings of shadow's programs, from /etc/login.defs and /etc/default/useradd.
type Defaults struct {
	Users, SystemUsers   Range
	Groups, SystemGroups Range
	// UserGroups: a user gets a group of its own name (USERGROUPS_ENAB).
	UserGroups bool
	// CreateHome: useradd makes the home directory without -m.
	CreateHome bool
	// HomeMode is the mode of a new home directory: HOME_MODE, else 0777 without UMASK.
	HomeMode uint32
	// HomeBase and Shell are what -b and -s replace; Group is the primary group with -N, -1 where no file sets it.
	HomeBase, Shell string
	Group           int64
	// Unknown is why the settings are not known; "" where they are.
	Unknown string
}

// ParseDefaults reads both files; a file that is not there is empty. The values that neither sets are those of the
// sources of shadow 4.13 (lib/getdef.c, lib/find_new_uid.c, src/useradd.c).
func ParseDefaults(loginDefs, useradd []byte) Defaults {
	v := settings(loginDefs, " \t")
	u := settings(useradd, "=")
	minUser, minGroup := v.number("UID_MIN", 1000), v.number("GID_MIN", 1000)
	d := Defaults{
		Users:        Range{minUser, v.number("UID_MAX", 60000)},
		Groups:       Range{minGroup, v.number("GID_MAX", 60000)},
		SystemUsers:  Range{v.number("SYS_UID_MIN", 101), v.number("SYS_UID_MAX", minUser-1)},
		SystemGroups: Range{v.number("SYS_GID_MIN", 101), v.number("SYS_GID_MAX", minGroup-1)},
		UserGroups:   v["USERGROUPS_ENAB"] == "yes",
		CreateHome:   v["CREATE_HOME"] == "yes",
		HomeBase:     "/home",
		Shell:        "/bin/bash",
		Group:        u.number("GROUP", -1),
	}
	d.HomeMode = 0o777 &^ uint32(v.number("UMASK", 0o22))
	if m := v.number("HOME_MODE", -1); m >= 0 {
		d.HomeMode = uint32(m)
	}
	if s, ok := u["HOME"]; ok {
		d.HomeBase = s
	}
	if s, ok := u["SHELL"]; ok {
		d.Shell = s
	}
	return d
}

type values map[string]string

// settings reads lines of a key and a value; # begins a comment line. The last of duplicates counts.
func settings(data []byte, separators string) values {
	v := values{}
	for l := range strings.Lines(string(data)) {
		l = strings.TrimSpace(l)
		if i := strings.IndexAny(l, separators); i > 0 && l[0] != '#' {
			v[l[:i]] = strings.Trim(strings.TrimSpace(l[i+1:]), `"'`)
		}
	}
	return v
}

// number reads a decimal, octal (022) or hexadecimal number, as strtol with base 0.
func (v values) number(key string, otherwise int64) int64 {
	n, err := strconv.ParseInt(v[key], 0, 64)
	if err != nil {
		return otherwise
	}
	return n
}

// With applies a -K KEY=VALUE option; ok is false for a key that is not known here.
func (d Defaults) With(setting string) (out Defaults, ok bool) {
	key, value, _ := strings.Cut(setting, "=")
	n, err := strconv.ParseInt(value, 0, 64)
	if err != nil {
		return d, false
	}
	switch key {
	case "UID_MIN":
		d.Users.Min = n
	case "UID_MAX":
		d.Users.Max = n
	case "GID_MIN":
		d.Groups.Min = n
	case "GID_MAX":
		d.Groups.Max = n
	case "SYS_UID_MIN":
		d.SystemUsers.Min = n
	case "SYS_UID_MAX":
		d.SystemUsers.Max = n
	case "SYS_GID_MIN":
		d.SystemGroups.Min = n
	case "SYS_GID_MAX":
		d.SystemGroups.Max = n
	case "UMASK":
		d.HomeMode = 0o777 &^ uint32(n)
	case "HOME_MODE":
		d.HomeMode = uint32(n)
	default:
		return d, false
	}
	return d, true
}
