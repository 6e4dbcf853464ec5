package accounts

import (
	"slices"
	"strconv"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/dockerfile/known"
)

// GroupMod is a call of groupmod.
type GroupMod struct {
	Name      string
	GID       *int64
	NonUnique bool
	NewName   *string
}

// Change does what groupmod does (shadow, src/groupmod.c): a new gid becomes that of the users who have the old one as
// their primary group.
func (o GroupMod) Change(d *DB) Result {
	var r Result
	l, exists := d.Groups.find(o.Name)
	if exists == No {
		return Result{Fails: "group " + o.Name + " does not exist"}
	}
	if l == nil {
		d.Groups.doubt(d.Because)
		d.Users.doubt(d.Because)
		d.Groups.setVague(o.Name, known.Vague{Because: d.Because})
		return Result{Unsure: d.Groups.why()}
	}
	if o.GID != nil && !o.NonUnique && *o.GID != l.id {
		if r.exists("", second(d.Groups.findID(*o.GID))); r.Fails != "" {
			return Result{Fails: "its gid is not unique"}
		}
	}
	if o.NewName != nil {
		if r.exists(d.Groups.find2(*o.NewName)); r.Fails != "" {
			return Result{Fails: "group " + *o.NewName + " exists"}
		}
	}
	fields, old := slices.Clone(l.fields), l.fields[2]
	if o.NewName != nil {
		fields[0] = *o.NewName
	}
	if o.GID != nil {
		fields[2] = strconv.FormatInt(*o.GID, 10)
	}
	*l = parseLine(strings.Join(fields, ":"))
	for i, u := range d.Users.lines {
		if u.fields != nil && u.fields[3] == old {
			f := slices.Clone(u.fields)
			f[3] = fields[2]
			d.Users.lines[i] = parseLine(strings.Join(f, ":"))
		}
	}
	return r
}

func second[A, B any](_ A, b B) B { return b }
