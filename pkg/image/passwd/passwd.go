package passwd

import (
	"context"

	"github.com/moby/sys/user"

	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// State is what became of one of the two files.
type State string

// The states.
const (
	Good    State = "good"
	Absent  State = "absent"  // not there: a name cannot be resolved, a number can
	Broken  State = "broken"  // there and unreadable for a runtime: Why says how it fails
	Unknown State = "unknown" // Why says what is not known
)

// Database is an image's users and groups.
type Database struct {
	Passwd, Group File
	users         []user.User
	groups        []user.Group
}

// File is the state of /etc/passwd or /etc/group.
type File struct {
	State State
	Why   string // for Broken and Unknown
	Path  string // where the links of the path lead
}

// Load reads both files through files.
func Load(ctx context.Context, files rootfs.Files) (Database, error) { return Database{}, nil }

// UserByName is the first entry with that name.
func (d Database) UserByName(name string) (user.User, bool) { return user.User{}, false }

// UserByID is the first entry with that uid.
func (d Database) UserByID(uid int) (user.User, bool) { return user.User{}, false }

// GroupByName is the first entry with that name.
func (d Database) GroupByName(name string) (user.Group, bool) { return user.Group{}, false }

// GroupsOf are the gids of the groups that list the user name as a member, in file order, duplicates kept.
func (d Database) GroupsOf(name string) []int { return nil }
