package dockeredit

import (
	"math"
	"regexp"
	"slices"
	"strconv"

	"github.com/hullcheck/hullcheck/pkg/image/passwd"
)

// existing is the user of the image that a program without USER was meant to run as: one that the Dockerfile itself names,
// else the last one that is not of the system.
func (s *state) existing(lowest int64) (account, bool) {
	var found *passwd.User
	named := false
	for i, u := range s.accounts.users.All {
		if u.Uid <= 0 || u.Gid <= 0 || u.Uid == nobody || u.Uid > math.MaxInt32 || int64(u.Uid) < lowest {
			continue
		}
		switch n := s.names(u.Name); {
		case n, !named && u.Uid >= lowestUID:
			found, named = &s.accounts.users.All[i], named || n
		}
	}
	if found == nil {
		return account{}, false
	}
	return s.accounts.present(*found), true
}

// names tells whether the Dockerfile makes a user or gives files to it.
func (s *state) names(user string) bool {
	word := regexp.MustCompile(`(^|[^\w.-])` + regexp.QuoteMeta(user) + `($|[^\w.-])`)
	for _, c := range s.p.Copies {
		if c.Owner != "" && word.MatchString(c.Owner) {
			return true
		}
	}
	for _, line := range accountLine.FindAllString(s.runs(), -1) {
		if word.MatchString(line) {
			return true
		}
	}
	return false
}

// accountLine is a command that makes a user or gives files to one, up to the next command.
var accountLine = regexp.MustCompile(`\b(useradd|adduser|chown|install)\b[^&;|\n]*`)

// fresh is an account of a new user of that name ("": one of ours) and uid (0: one of ours).
func (s *state) fresh(name string, uid, gid, lowest int64) account {
	a := account{name: name, uid: uid, gid: gid}
	if a.uid == 0 {
		a.uid = max(usualUID, lowest)
		for s.taken(a.uid) {
			a.uid++
		}
	}
	if a.gid < 0 {
		a.gid = a.uid
	}
	if g, ok := s.accounts.groups.ByID(int(a.gid)); ok {
		a.group = g.Name
	} else if a.gid == 0 {
		a.group = "root"
	}
	if a.name == "" {
		a.name = s.freeName()
	}
	return a
}

func (s *state) taken(id int64) bool {
	_, user := s.accounts.users.ByID(int(id))
	_, group := s.accounts.groups.ByID(int(id))
	return user || group
}

// freeName is app where no user and no group has that name. Where that is not known it is one that no image has.
func (s *state) freeName() string {
	if !s.accounts.complete() {
		return "appuser"
	}
	for i := 1; ; i++ {
		name := "app"
		if i > 1 {
			name += strconv.Itoa(i)
		}
		inGroups := slices.ContainsFunc(s.accounts.groups.All, func(g passwd.Group) bool { return g.Name == name })
		if _, ok := s.accounts.users.ByName(name); !ok && !inGroups {
			return name
		}
	}
}

// distroless are images whose documentation names the user nonroot, 65532, for all of them.
var distroless = regexp.MustCompile(`^(gcr\.io/distroless|cgr\.dev/chainguard)/`)

// conventional is the user that a base image has by its makers' word, where it could not be read.
func (s *state) conventional(lowest int64) (account, bool) {
	const id = 65532
	base := s.p.Stages[s.p.Chain[0]].Base
	return account{name: "nonroot", uid: id, gid: id}, lowest <= id && !s.accounts.complete() && distroless.MatchString(base)
}
