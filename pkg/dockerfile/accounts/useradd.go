package accounts

// UserAdd is a call of useradd.
type UserAdd struct {
	Name string
	// UID is -u, nil without; NonUnique is -o.
	UID       *int64
	NonUnique bool
	// Group is -g, Groups are -G.
	Group  string
	Groups []string
	// System is -r; NoUserGroup is -N; UserGroup is -U.
	System, NoUserGroup, UserGroup bool
	Comment, Home, Shell           string
	// HasShell and HasHome: the option was given, maybe empty.
	HasShell, HasHome bool
}

// Add does what useradd does (shadow, src/useradd.c).
func (o UserAdd) Add(d *DB, def Defaults) Result {
	var r Result
	if r.exists(d.Users.find2(o.Name)); r.Fails != "" {
		return Result{Fails: "user " + o.Name + " exists"}
	}
	own := o.UserGroup || o.Group == "" && def.UserGroups && !o.NoUserGroup
	if own {
		if r.exists(d.Groups.find2(o.Name)); r.Fails != "" {
			return Result{Fails: "group " + o.Name + " exists"}
		}
	}
	gid := o.primary(d, def, &r)
	if r.Fails != "" {
		return r
	}
	for _, g := range o.Groups {
		if _, _, e := d.groupArg(g); e == No {
			return Result{Fails: "group " + g + " does not exist"}
		} else if e == Maybe {
			r.unsure(d.Groups.why())
		}
	}
	uid := o.uid(d, def, &r)
	if r.Fails != "" {
		return r
	}
	if own {
		gid = d.ownGroup(uid, o.System, def)
		d.addGroup(o.Name, gid)
	}
	d.addUser(o.Name, uid, gid, o.Comment, o.home(def), o.shell(def))
	for _, g := range o.Groups {
		d.join(g, o.Name)
	}
	return r
}

func (o UserAdd) home(def Defaults) string {
	if o.HasHome {
		return o.Home
	}
	return def.HomeBase + "/" + o.Name
}

func (o UserAdd) shell(def Defaults) string {
	if o.HasShell {
		return o.Shell
	}
	return def.Shell
}

// primary is the group that -g names, or the default one.
func (o UserAdd) primary(d *DB, def Defaults, r *Result) ID {
	if o.Group == "" {
		if def.Group < 0 {
			return ID{Unknown: d.Because + ": its default group depends on how useradd was built"}
		}
		return ID{Value: def.Group}
	}
	gid, _, exists := d.groupArg(o.Group)
	switch exists {
	case No:
		r.Fails = "group " + o.Group + " does not exist"
	case Maybe:
		r.unsure(d.Groups.why())
	case Yes:
	}
	return gid
}

func (o UserAdd) uid(d *DB, def Defaults, r *Result) ID {
	if o.UID == nil {
		if def.Unknown != "" {
			return ID{Unknown: d.Because + ": " + def.Unknown}
		}
		if o.System {
			return d.Users.below(def.SystemUsers, d.Because)
		}
		return d.Users.above(def.Users, d.Because)
	}
	if !o.NonUnique {
		if _, e := d.Users.findID(*o.UID); e == Yes {
			r.Fails = "its uid is not unique"
		} else if e == Maybe {
			r.unsure(d.Users.why())
		}
	}
	return ID{Value: *o.UID}
}

// ownGroup is the gid of a user's own group: that of its uid if it is free and in range, else a new one.
func (d *DB) ownGroup(uid ID, system bool, def Defaults) ID {
	if def.Unknown != "" {
		return ID{Unknown: d.Because + ": " + def.Unknown}
	}
	if uid.Unknown != "" {
		return ID{Unknown: uid.Unknown}
	}
	r, lowest := def.Groups, def.Groups.Min
	if system {
		r, lowest = def.SystemGroups, 1
	}
	if uid.Value >= lowest && uid.Value <= r.Max {
		switch _, e := d.Groups.findID(uid.Value); e {
		case No:
			return uid
		case Maybe:
			return ID{Unknown: d.Because + ": " + d.Groups.why()}
		case Yes:
		}
	}
	if system {
		return d.Groups.below(r, d.Because)
	}
	return d.Groups.above(r, d.Because)
}

// join adds a user to the group that an option names.
func (d *DB) join(group, user string) {
	if _, name, _ := d.groupArg(group); name != "" {
		d.addMember(name, user)
		return
	}
	d.Groups.doubt(d.Because)
}

// find2 is find without the line.
func (t *Table) find2(name string) (string, Tri) {
	_, e := t.find(name)
	return t.why(), e
}

// exists notes an account that must not be there.
func (r *Result) exists(why string, e Tri) {
	switch e {
	case Yes:
		r.Fails = "it exists"
	case Maybe:
		r.unsure(why)
	case No:
	}
}

func (r *Result) unsure(why string) {
	if r.Unsure == "" {
		r.Unsure = why
	}
}
