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

// DebianUser is a call of Debian's adduser for a user.
type DebianUser struct {
	Name   string
	System bool
	UID    *int64
	// Group is --ingroup, or --gid; with GroupByID, which is --gid, the uid that is chosen must be free as a gid too.
	Group     string
	GroupByID bool
	// OwnGroup is --group with --system.
	OwnGroup             bool
	Home, Shell, Comment *string
	DisabledLogin        bool
}

// Add does what adduser does; existing says that nothing was done because a system user of that name is there.
func (o DebianUser) Add(d *DB, conf Debian, def Defaults) (r Result, existing bool) {
	uid, _, e := d.User(o.Name)
	if o.System && e == Yes && uid.Unknown == "" && (o.UID == nil || *o.UID == uid.Value) &&
		uid.Value >= conf.SystemUsers.Min && uid.Value <= conf.SystemUsers.Max {
		return Result{}, true
	}
	if e == Yes {
		return Result{Fails: "user " + o.Name + " exists"}, false
	}
	if e == Maybe {
		if r.unsure(d.Users.why()); o.System {
			d.Users.doubt(d.Because)
			d.Groups.doubt(d.Because)
			return Result{}, false
		}
	}
	if o.System {
		return o.addSystem(d, conf, def, r), false
	}
	return o.addNormal(d, conf, def, r), false
}

func (o DebianUser) addNormal(d *DB, conf Debian, def Defaults, r Result) Result {
	own := o.Group == ""
	if own && (!conf.UserGroups || conf.Unknown != "" && o.UID == nil) {
		d.setUnknown(o, conf)
		return r
	}
	uid := o.uid(conf)
	if o.UID == nil {
		uid = d.Users.first(conf.Users, d.taken(own || o.GroupByID), d.Because)
	}
	group := o.Group
	if own {
		group = o.Name
		if x := (GroupAdd{Name: o.Name, GID: uid.pointer()}).Add(d, def); x.Fails != "" {
			return x
		} else if uid.Unknown != "" {
			d.addGroup(o.Name, uid)
		}
	}
	home := conf.HomeBase + "/" + o.Name
	shell := conf.Shell
	if o.DisabledLogin {
		shell = "/usr/sbin/nologin"
	}
	r = o.write(d, def, r, uid, group, home, shell)
	if conf.UsersGroup {
		d.addMember("users", o.Name)
	}
	return r
}

func (o DebianUser) uid(conf Debian) ID {
	if o.UID != nil {
		return ID{Value: *o.UID}
	}
	return ID{Unknown: conf.Unknown}
}

// taken tells whether an id is in use; both: as a gid too.
func (d *DB) taken(both bool) func(int64) Tri {
	return func(id int64) Tri {
		_, u := d.Users.findID(id)
		if both && u == No {
			_, u = d.Groups.findID(id)
		}
		return u
	}
}

func (o DebianUser) addSystem(d *DB, conf Debian, def Defaults, r Result) Result {
	if conf.Unknown != "" {
		d.setUnknown(o, conf)
		return r
	}
	uid := o.uid(conf)
	if o.UID == nil {
		uid = d.Users.first(conf.SystemUsers, d.taken(false), d.Because)
	}
	group := o.Group
	switch {
	case group == "" && o.OwnGroup:
		group = o.Name
		if x := o.ownGroup(d, conf, def, uid); x.Fails != "" {
			return x
		}
	case group == "":
		group = "nogroup"
	}
	home := "/home/" + o.Name
	if conf.NoSystemHome {
		home = "/nonexistent"
	}
	return o.write(d, def, r, uid, group, home, "/usr/sbin/nologin")
}

// ownGroup makes the group of a system user unless it is there: with the uid that was asked for, else with the first gid
// that is free, which need not be the uid.
func (o DebianUser) ownGroup(d *DB, conf Debian, def Defaults, uid ID) Result {
	_, e := d.Group(o.Name)
	if e == Yes {
		return Result{}
	}
	gid := uid
	if o.UID == nil {
		gid = d.Groups.first(conf.SystemGroups, func(id int64) Tri { return second(d.Groups.findID(id)) }, d.Because)
	}
	if gid.Unknown != "" || e == Maybe {
		d.addGroup(o.Name, ID{Unknown: d.Because})
		return Result{}
	}
	return GroupAdd{Name: o.Name, GID: &gid.Value}.Add(d, def)
}

// write calls useradd as adduser does, and chfn for the comment.
func (o DebianUser) write(d *DB, def Defaults, r Result, uid ID, group, home, shell string) Result {
	u := UserAdd{
		Name: o.Name, UID: uid.pointer(), Group: group, System: o.System,
		Home: or(o.Home, home), HasHome: true, Shell: or(o.Shell, shell), HasShell: true, Comment: o.comment(),
	}
	if uid.Unknown != "" {
		gid, _, e := d.groupArg(group)
		if e == No {
			return Result{Fails: "group " + group + " does not exist"}
		}
		d.addUser(o.Name, uid, gid, u.Comment, u.Home, u.Shell)
		return r
	}
	x := u.Add(d, def)
	if x.Unsure == "" {
		x.Unsure = r.Unsure
	}
	return x
}

// comment is what chfn -f makes of --comment or --gecos: full name, room and two telephone numbers.
func (o DebianUser) comment() string {
	switch {
	case o.Comment == nil && o.System:
		return ""
	case o.Comment == nil:
		return ",,,"
	}
	fields := strings.Split(*o.Comment, ",")
	for len(fields) < 4 {
		fields = append(fields, "")
	}
	return strings.Join(fields, ",")
}

// setUnknown notes the user where adduser's settings are not known.
func (d *DB) setUnknown(o DebianUser, conf Debian) {
	because := d.Because + ": " + conf.Unknown
	if conf.Unknown == "" {
		because = d.Because + ": adduser.conf gives users no group of their own"
	}
	uid := o.uid(conf)
	uid.Unknown = because
	if o.UID != nil {
		uid.Unknown = ""
	}
	d.addUser(o.Name, uid, ID{Unknown: because}, "", "", "")
	d.Groups.doubt(because)
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
