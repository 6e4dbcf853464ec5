package identity

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/image/passwd"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// execUser is what GetExecUser of github.com/moby/sys/user, by which docker and CRI-O resolve a user string, comes to.
type execUser struct {
	uid, gid Fact[int64]
	groups   []Group
	// groupsUnknown is why groups may be incomplete.
	groupsUnknown string
	// err are the library's words where it refuses the string.
	err    string
	reason Reason
}

const rangeWords = "uids and gids must be in range 0-2147483647"

// half is one half of a user string.
type half struct {
	name   string
	id     int64
	number bool
}

func (h half) empty() bool { return h.name == "" }

// parseHalf is parseNumeric of the library: a number is never looked up as a name.
func parseHalf(s string) (h half, inRange bool) {
	id, err := strconv.Atoi(s)
	switch {
	case errors.Is(err, strconv.ErrRange):
		return half{name: s}, false
	case err != nil:
		return half{name: s}, true
	}
	return half{name: s, id: int64(id), number: true}, id >= 0 && id <= math.MaxInt32
}

// execUser resolves spec, with supplementary also the groups that list the user. opensAny is how CRI-O hands the files over: it opens them itself, a directory included, which
// then cannot be read; GetExecUserPath, which docker calls, takes what is no regular file for missing.
func (a *accounts) execUser(ctx context.Context, spec string, supplementary, opensAny bool) (execUser, error) {
	userPart, groupPart, _ := strings.Cut(spec, ":")
	user, userOK := parseHalf(userPart)
	group, groupOK := parseHalf(groupPart)
	if !userOK || !groupOK {
		return refusedUser(UserOutOfRange, rangeWords), nil
	}
	users, err := a.users(ctx)
	if err != nil {
		return execUser{}, err
	}
	if unreadable(users, opensAny) {
		name := user.name
		if name == "" {
			name = "0"
		}
		return refusedUser(UserNotFound, fmt.Sprintf("unable to find user %s: %s", name, users.words)), nil
	}
	e, name := matchUser(users, user)
	switch {
	case e.err != "", group.empty() && (name == "" || !supplementary):
		return e, nil
	case group.number && !supplementary:
		return matchGroup(e, nil, group), nil
	}
	groups, err := a.groups(ctx)
	if err != nil {
		return e, err
	}
	if unreadable(groups, opensAny) {
		return refusedUser(UserNotFound, fmt.Sprintf("unable to find groups for spec %s: %s", name, groups.words)), nil
	}
	if group.empty() {
		e.groups, e.groupsUnknown = memberOf(groups, name)
		return e, nil
	}
	return matchGroup(e, groups, group), nil
}

// unreadable: the file was opened and its lines could not be read. A file that cannot be opened counts as missing.
func unreadable[T any](l *listing[T], opensAny bool) bool {
	return l.state == fileBroken && l.errno == "" && (opensAny || l.entry.Type == rootfs.Regular)
}

func refusedUser(reason Reason, words string) execUser {
	return execUser{
		uid: unknown[int64](words), gid: unknown[int64](words), groupsUnknown: words, err: words, reason: reason,
	}
}

// matchUser finds the user half, "" being uid 0, and the name by which groups list it.
func matchUser(users *listing[passwd.User], user half) (e execUser, name string) {
	match := byName(user.name)
	if user.number || user.empty() {
		match = byID(user.id)
	}
	switch u, why := users.find(match); {
	case u != nil:
		return execUser{uid: known(id32(u.Uid), FromImageUser), gid: known(id32(u.Gid), FromImagePasswd)}, u.Name
	case user.number || user.empty():
		e = execUser{uid: known(user.id, FromImageUser), gid: known[int64](0, FromDefault), groupsUnknown: why}
		if why != "" {
			e.gid = unknown[int64](why)
		}
		return e, ""
	case why != "":
		return execUser{uid: unknown[int64](why), gid: unknown[int64](why), groupsUnknown: why}, ""
	}
	return refusedUser(UserNotFound,
		fmt.Sprintf("unable to find user %s: no matching entries in passwd file", user.name)), ""
}

// memberOf lists the groups that name the user; unlike containerd, one of the user's own name counts.
func memberOf(l *listing[passwd.Group], name string) (out []Group, unknown string) {
	if l.state == fileUnknown {
		return nil, l.words
	}
	for _, g := range l.lines {
		if slices.Contains(g.List, name) {
			out = append(out, Group{GID: id32(g.Gid), From: FromImageGroup, Name: g.Name})
		}
	}
	return out, l.partial
}

// matchGroup finds an explicit group half; supplementary groups are then none.
func matchGroup(e execUser, groups *listing[passwd.Group], group half) execUser {
	e.groups, e.groupsUnknown = nil, ""
	if group.number {
		e.gid = known(group.id, FromImageUserGroup)
		return e
	}
	switch g, why := groups.find(func(g *passwd.Group) bool { return g.Name == group.name }); {
	case g != nil:
		e.gid = known(id32(g.Gid), FromImageUserGroup)
	case why != "":
		e.gid = unknown[int64](why)
	default:
		return refusedUser(UserNotFound,
			fmt.Sprintf("unable to find group %s: no matching entries in group file", group.name))
	}
	return e
}
