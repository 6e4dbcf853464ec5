package dockeredit

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// accountName is a name that useradd and adduser both take.
var accountName = regexp.MustCompile(`^[a-z_][a-z0-9_-]{0,31}$`)

// number reads a number as the kubelet does.
func number(s string) (n int64, ok bool) {
	n, err := strconv.ParseInt(s, 10, 64)
	return n, err == nil
}

// spelling writes a number in its one spelling, and leaves the group as it is.
func (e *editor) spelling(_ context.Context, s *state, _ finding.Finding) ([]candidate, string, error) {
	name, group, hasGroup := strings.Cut(s.p.User.Value, ":")
	uid, numeric := number(name)
	user, _ := s.deciding()
	if !numeric || user == nil {
		return nil, "the base image sets USER", nil
	}
	text := strconv.FormatInt(uid, 10)
	if hasGroup {
		text += ":" + group
	}
	return []candidate{{"USER " + text, []change{s.value(user, text)}}}, "", nil
}

// entry adds the passwd entry that USER has not. Its group is the one that USER names; else one of its own, unless the
// files are made for any uid of the root group.
func (e *editor) entry(ctx context.Context, s *state, _ finding.Finding) ([]candidate, string, error) {
	name, group, hasGroup := strings.Cut(s.p.User.Value, ":")
	uid, numeric := number(name)
	if !numeric {
		return nil, "USER is not a number", nil
	}
	gid := int64(-1)
	switch {
	case hasGroup && group != "":
		if g, ok := s.accounts.groups.ByName(group); ok {
			gid = int64(g.Gid)
		} else if gid, numeric = number(group); !numeric {
			return nil, fmt.Sprintf("the number of the group %s is not known", group), nil
		}
	case arbitrary.MatchString(s.runs()):
		gid = 0
	}
	return s.add(ctx, s.fresh("", uid, gid, 0))
}

// group writes the group of the passwd entry where docker does not know the one in USER; else both are possible.
func (e *editor) group(_ context.Context, s *state, _ finding.Finding) ([]candidate, string, error) {
	name, group, _ := strings.Cut(s.p.User.Value, ":")
	user, _ := s.deciding()
	found, ok := s.user(name)
	_, numeric := number(group)
	_, known := s.accounts.groups.ByName(group)
	if user == nil || !ok || numeric || known {
		return nil, "which of the two groups is meant cannot be told", nil
	}
	text := fmt.Sprintf("%s:%d", name, found.gid)
	return []candidate{{"USER " + text, []change{s.value(user, text)}}}, "", nil
}

// user finds the half before the colon as runtimes do: a number is never a name.
func (s *state) user(name string) (account, bool) {
	u, ok := s.accounts.users.ByName(name)
	if uid, numeric := number(name); numeric {
		u, ok = s.accounts.users.ByID(int(uid))
	}
	return s.accounts.present(u), ok
}
