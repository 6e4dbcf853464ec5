package accounts

// GroupAdd is a call of groupadd.
type GroupAdd struct {
	Name string
	// GID is -g, nil without; NonUnique is -o.
	GID       *int64
	NonUnique bool
	System    bool // -r
	Force     bool // -f: an existing group is success, a gid in use is not taken
	Users     []string
}

// Add does what groupadd does (shadow, src/groupadd.c).
func (o GroupAdd) Add(d *DB, def Defaults) Result {
	var r Result
	if _, e := d.Groups.find(o.Name); e == Yes && o.Force {
		return r
	} else if e == Yes {
		return Result{Fails: "group " + o.Name + " exists"}
	} else if e == Maybe && !o.Force {
		r.unsure(d.Groups.why())
	} else if e == Maybe {
		d.Groups.doubt(d.Because)
		return r
	}
	gid := o.GID
	if gid != nil && !o.NonUnique {
		switch _, e := d.Groups.findID(*gid); {
		case e == Yes && o.Force:
			gid = nil
		case e == Yes:
			return Result{Fails: "its gid is not unique"}
		case e == Maybe:
			r.unsure(d.Groups.why())
		}
	}
	d.addGroup(o.Name, o.gid(d, def, gid))
	for _, u := range o.Users {
		d.addMember(o.Name, u)
	}
	return r
}

func (o GroupAdd) gid(d *DB, def Defaults, gid *int64) ID {
	switch {
	case gid != nil:
		return ID{Value: *gid}
	case def.Unknown != "":
		return ID{Unknown: d.Because + ": " + def.Unknown}
	case o.System:
		return d.Groups.below(def.SystemGroups, d.Because)
	}
	return d.Groups.above(def.Groups, d.Because)
}
