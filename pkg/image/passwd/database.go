package passwd

import (
	"context"
	"slices"

	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// Database is an image's users and groups.
type Database struct {
	Users  Users
	Groups Groups
}

// Users is /etc/passwd. All is in file order; ids are as parsed, out of any range (a runtime cuts them to 32 bits).
type Users struct {
	File
	All []User
}

// Groups is /etc/group, as Users is /etc/passwd.
type Groups struct {
	File
	All []Group
}

// LoadUsers reads /etc/passwd.
func LoadUsers(ctx context.Context, files rootfs.Files) (Users, error) {
	data, file, err := open(ctx, files, "/etc/passwd")
	if err != nil {
		return Users{}, err
	}
	all := parse(data, &file, ParseUsers)
	return Users{File: file, All: all}, nil
}

// LoadGroups reads /etc/group.
func LoadGroups(ctx context.Context, files rootfs.Files) (Groups, error) {
	data, file, err := open(ctx, files, "/etc/group")
	if err != nil {
		return Groups{}, err
	}
	all := parse(data, &file, ParseGroups)
	return Groups{File: file, All: all}, nil
}

// ByName is the first entry with exactly that name. A name of digits is found like any other; a runtime does not ask for it.
func (u Users) ByName(name string) (User, bool) {
	return first(u.All, func(e User) bool { return e.Name == name })
}

// ByID is the first entry with that uid.
func (u Users) ByID(uid int) (User, bool) {
	return first(u.All, func(e User) bool { return e.Uid == uid })
}

// ByName is the first entry with exactly that name.
func (g Groups) ByName(name string) (Group, bool) {
	return first(g.All, func(e Group) bool { return e.Name == name })
}

// ByID is the first entry with that gid.
func (g Groups) ByID(gid int) (Group, bool) {
	return first(g.All, func(e Group) bool { return e.Gid == gid })
}

// Of is the groups that list the user as a member, in file order. The name is compared exactly. As in containerd
// (pkg/oci, WithAdditionalGIDs) a group of the user's own name does not count, even if it lists the user.
func (g Groups) Of(name string) []Group {
	var of []Group
	for _, e := range g.All {
		if e.Name != name && slices.Contains(e.List, name) {
			of = append(of, e)
		}
	}
	return of
}

func first[T any](all []T, is func(T) bool) (T, bool) {
	if i := slices.IndexFunc(all, is); i >= 0 {
		return all[i], true
	}
	var none T
	return none, false
}
