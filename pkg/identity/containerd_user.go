package identity

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/hullcheck/hullcheck/pkg/image/passwd"
)

// containerdUser is WithUser and, unless the policy is Strict, WithAdditionalGIDs of containerd's pkg/oci/spec_opts.go, as
// its CRI calls them. Both read the image, not what is mounted over it.
func (j *judgement) containerdUser(ctx context.Context, w wanted) (principal, error) {
	p, err := j.containerdPrimary(ctx, w)
	if err != nil || p.halt != nil || j.strict() {
		return p, err
	}
	return p, j.containerdGroups(ctx, w, &p)
}

// containerdPrimary is WithUser. Its string has a group only where runAsGroup gave one.
func (j *judgement) containerdPrimary(ctx context.Context, w wanted) (principal, error) {
	if w.name != "" {
		if _, err := strconv.Atoi(w.name); errors.Is(err, strconv.ErrRange) {
			return outOfRange(w), nil
		}
		return j.containerdByName(ctx, w)
	}
	if w.uid < 0 || w.uid > math.MaxInt32 {
		return outOfRange(w), nil
	}
	p := principal{uid: j.uidFact(w, w.uid)}
	if w.gid.Set {
		// uid:gid, both numbers: no file is read.
		p.gid = groupFact(w.gid)
		return p, nil
	}
	users, err := j.accounts.users(ctx)
	if err != nil {
		return p, err
	}
	if users.state == fileBroken {
		return broken(UserNotFound, users.words), nil
	}
	switch u, why := users.find(byID(w.uid)); {
	case why != "":
		p.gid = unknown[int64](why)
	case u == nil:
		p.gid = known[int64](0, FromDefault)
	default:
		p.gid = known(id32(u.Gid), FromImagePasswd)
	}
	return p, nil
}

func (j *judgement) containerdByName(ctx context.Context, w wanted) (principal, error) {
	users, err := j.accounts.users(ctx)
	if err != nil {
		return principal{}, err
	}
	if users.state == fileBroken || users.state == fileMissing {
		return broken(UserNotFound, users.words), nil
	}
	u, why := users.find(byName(w.name))
	switch {
	case why != "":
		p := unknownPrincipal(why)
		if w.gid.Set {
			p.gid = groupFact(w.gid)
		}
		return p, nil
	case u == nil:
		return broken(UserNotFound, "no users found"), nil
	}
	p := principal{uid: j.uidFact(w, id32(u.Uid)), gid: known(id32(u.Gid), FromImagePasswd)}
	if w.gid.Set {
		p.gid = groupFact(w.gid)
	}
	return p, nil
}

// containerdGroups is WithAdditionalGIDs: the groups that list the user's name. A uid gets the name of its first passwd
// entry; without one it has no name and no groups.
func (j *judgement) containerdGroups(ctx context.Context, w wanted, p *principal) error {
	name := w.name
	if name == "" {
		users, err := j.accounts.users(ctx)
		if err != nil {
			return err
		}
		if users.state == fileBroken {
			*p = broken(UserNotFound, users.words)
			return nil
		}
		u, why := users.find(byID(w.uid))
		if u == nil {
			p.groupsUnknown = why
			return nil
		}
		name = u.Name
	}
	groups, err := j.accounts.groups(ctx)
	if err != nil {
		return err
	}
	if groups.state == fileBroken {
		*p = broken(UserNotFound, groups.words)
		return nil
	}
	p.fromImage, p.groupsUnknown = groupsOf(groups, name)
	return nil
}

// groupsOf are the groups that list the name; one of the same name is the user's own and does not count.
func groupsOf(l *listing[passwd.Group], name string) (out []Group, unknown string) {
	if l.state == fileUnknown {
		return nil, l.words
	}
	for _, g := range l.lines {
		if g.Name != name && slices.Contains(g.List, name) {
			out = append(out, Group{GID: id32(g.Gid), From: FromImageGroup, Name: g.Name})
		}
	}
	return out, l.partial
}

func outOfRange(w wanted) principal {
	userstr := w.name
	if userstr == "" {
		userstr = strconv.FormatInt(w.uid, 10)
	}
	if w.gid.Set {
		userstr += ":" + strconv.FormatInt(w.gid.Value, 10)
	}
	return broken(UserOutOfRange, fmt.Sprintf("invalid USER value %q: uid out of range", userstr))
}

// id32 is what the OCI spec's unsigned 32 bits make of a number in passwd or group: no range is checked.
func id32(id int) int64 { return int64(uint32(id)) }
