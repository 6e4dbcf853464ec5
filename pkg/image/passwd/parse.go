package passwd

import (
	"bytes"

	"github.com/moby/sys/user"
)

// User is one line of a passwd file. A field that is missing or no number is the zero value, so a broken line can be uid 0.
type User = user.User

// Group is one line of a group file.
type Group = user.Group

// ParseUsers reads the lines of a passwd file in order. A line over 64 KiB is an error, as it is for a runtime.
func ParseUsers(data []byte) ([]User, error) { return user.ParsePasswd(bytes.NewReader(data)) }

// ParseGroups reads the lines of a group file in order. A line over 1 MiB is an error.
func ParseGroups(data []byte) ([]Group, error) { return user.ParseGroup(bytes.NewReader(data)) }
