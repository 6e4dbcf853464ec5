package passwd

import (
	"context"
	"errors"
	"fmt"

	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// State is what became of one of the two files.
type State string

// The states.
const (
	Good    State = "good"
	Absent  State = "absent"  // not there: a name cannot be resolved, a number can
	Broken  State = "broken"  // there, and the runtime fails at it: Why says how
	Unknown State = "unknown" // Why says what is not known
)

// MaxSize is how much containerd reads of a user file before it fails (pkg/oci, maxUserFileBytes).
const MaxSize = 10 << 20

// File is the state of /etc/passwd or /etc/group.
type File struct {
	State State
	Why   string // for Broken and Unknown
	// Path is where the links on the way led: of the file, or of what is missing or in the way.
	Path string
}

// Load reads both files. Ask for one alone where the other's layers need not be read.
func Load(ctx context.Context, files rootfs.Files) (Database, error) {
	users, err := LoadUsers(ctx, files)
	if err != nil {
		return Database{}, err
	}
	groups, err := LoadGroups(ctx, files)
	return Database{Users: users, Groups: groups}, err
}

// open gets the bytes of a user file as containerd's openUserFile does: symlinks are resolved inside the root, anything but
// a regular file fails, its mode does not matter.
func open(ctx context.Context, files rootfs.Files, path string) ([]byte, File, error) {
	at, err := rootfs.Resolve(ctx, files, path, nil)
	if err != nil {
		return nil, File{}, fmt.Errorf("resolve %s: %w", path, err)
	}
	file := File{State: Broken, Path: at.Path}
	switch at.Outcome {
	case rootfs.Found:
		if at.Entry.Type == rootfs.Regular {
			return read(ctx, files, file)
		}
		file.Why = fmt.Sprintf("%s is not a regular file (it is a %s)", at.Path, at.Entry.Type)
	case rootfs.Absent:
		file.State = Absent
	case rootfs.NotDirectory:
		file.Why = at.Path + " is not a directory"
	case rootfs.Loop:
		file.Why = "too many symbolic links at " + at.Path
	case rootfs.Undecided:
		file.State, file.Why = Unknown, at.Unknown
	}
	return nil, file, nil
}

func read(ctx context.Context, files rootfs.Files, file File) ([]byte, File, error) {
	content, err := files.Read(ctx, file.Path, MaxSize)
	switch {
	case errors.Is(err, rootfs.ErrTooLarge):
		file.Why = fmt.Sprintf("%s exceeds %d bytes", file.Path, MaxSize)
		return nil, file, nil
	case err != nil:
		return nil, File{}, fmt.Errorf("read %s: %w", file.Path, err)
	case content.Unknown != "":
		file.State, file.Why = Unknown, content.Unknown
		return nil, file, nil
	}
	file.State = Good
	return content.Data, file, nil
}

// parse reads the lines of an open file. A line that is too long breaks the file.
func parse[T any](data []byte, file *File, with func([]byte) ([]T, error)) []T {
	if file.State != Good {
		return nil
	}
	all, err := with(data)
	if err != nil {
		file.State, file.Why = Broken, fmt.Sprintf("%s: %v", file.Path, err)
		return nil
	}
	return all
}
