package dockeredit

import (
	"context"
	"fmt"
	"strconv"

	"github.com/hullcheck/hullcheck/pkg/dockerfile"
	"github.com/hullcheck/hullcheck/pkg/image/passwd"
)

// accounts are the users and groups of the predicted image, as far as they are known.
type accounts struct {
	users  passwd.Users
	groups passwd.Groups
}

func readAccounts(ctx context.Context, p *dockerfile.Prediction) (a accounts, err error) {
	if p.Image.Files == nil {
		a.users.State, a.groups.State = passwd.Unknown, passwd.Unknown
		return a, nil
	}
	if a.users, err = passwd.LoadUsers(ctx, p.Image.Files); err != nil {
		return a, fmt.Errorf("read users: %w", err)
	}
	if a.groups, err = passwd.LoadGroups(ctx, p.Image.Files); err != nil {
		return a, fmt.Errorf("read groups: %w", err)
	}
	return a, nil
}

// complete tells that there are no other users than those that are known.
func (a accounts) complete() bool {
	return a.users.State == passwd.Good || a.users.State == passwd.Absent
}

// account is a user to run as.
type account struct {
	name     string
	uid, gid int64
	// group is the name of a group of that gid that is there already, "" where one is to be made.
	group string
	// alone: USER is written without a group, so that the groups that list the user stay with it.
	alone bool
}

// spec is what stands behind USER.
func (a account) spec() string {
	if a.alone {
		return strconv.FormatInt(a.uid, 10)
	}
	return fmt.Sprintf("%d:%d", a.uid, a.gid)
}

const (
	// usualUID is the uid of a user of ours: far from those that packages and people take.
	usualUID = 10001
	// lowestUID is where the uids of people and programs begin; below are those of the system.
	lowestUID = 1000
	nobody    = 65534
)

// present is a user of the image as an account.
func (a accounts) present(u passwd.User) account {
	return account{name: u.Name, uid: int64(u.Uid), gid: int64(u.Gid), alone: len(a.groups.Of(u.Name)) > 0}
}
