package accounts

import (
	"strings"

	"github.com/hullcheck/hullcheck/pkg/dockerfile/known"
)

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
	// Answered: somebody answers its questions, so that without Comment it is not known.
	Answered bool
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
	r = o.write(d, conf, def, r, uid, group, home, shell)
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
	return o.write(d, conf, def, r, uid, group, home, "/usr/sbin/nologin")
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
func (o DebianUser) write(d *DB, conf Debian, def Defaults, r Result, uid ID, group, home, shell string) Result {
	u := UserAdd{
		Name: o.Name, UID: uid.pointer(), Group: group, System: o.System,
		Home: or(o.Home, home), HasHome: true, Shell: or(o.Shell, shell), HasShell: true, Comment: o.comment(conf),
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
	if x.Fails == "" && o.Answered && o.Comment == nil && !o.System {
		id, gid, _ := d.User(o.Name)
		d.Users.setVague(o.Name, known.Vague{
			ID: id.pointer(), GID: gid.pointer(), Home: u.Home, Because: d.Because + " is told a comment that is not known",
		})
	}
	if x.Unsure == "" {
		x.Unsure = r.Unsure
	}
	return x
}

// comment is what chfn -f makes of --comment or --gecos: full name, room and two telephone numbers.
func (o DebianUser) comment(conf Debian) string {
	switch {
	case o.Comment == nil && o.System:
		return ""
	case o.Comment == nil:
		return ",,,"
	case conf.PlainComment:
		return *o.Comment
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
