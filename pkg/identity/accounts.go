package identity

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/image/passwd"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// maxAccountFile is maxUserFileBytes of containerd's pkg/oci/spec_opts.go.
const maxAccountFile = 10 << 20

// fileState is what became of passwd or group.
type fileState int

const (
	fileGood    fileState = iota
	fileMissing           // fs.ErrNotExist: a number still resolves, a name does not
	fileBroken            // there and not to be read: nothing resolves
	fileUnknown
)

// listing is the content of passwd or group.
type listing[T any] struct {
	state fileState
	// words are containerd's for missing and broken; for unknown the reason.
	words string
	// entry is the file, nil where the walk did not reach one.
	entry *rootfs.Entry
	errno errno
	lines []T
	// partial: lines holds what is certain to be in the file; why there may be more.
	partial string
}

// accounts reads an image's passwd and group, each once and only when asked.
type accounts struct {
	files  Files
	why    string // why files is nil
	passwd *listing[passwd.User]
	group  *listing[passwd.Group]
}

func (a *accounts) users(ctx context.Context) (*listing[passwd.User], error) {
	if a.passwd != nil {
		return a.passwd, nil
	}
	var err error
	a.passwd, err = readListing(ctx, a, "/etc/passwd", passwd.ParseUsers)
	return a.passwd, err
}

func (a *accounts) groups(ctx context.Context) (*listing[passwd.Group], error) {
	if a.group != nil {
		return a.group, nil
	}
	var err error
	a.group, err = readListing(ctx, a, "/etc/group", passwd.ParseGroups)
	return a.group, err
}

// readListing is openUserFile and the parser behind it (containerd's pkg/oci/spec_opts.go): links are followed inside the
// root, whoever may search the directories.
func readListing[T any](ctx context.Context, a *accounts, name string, parse func([]byte) ([]T, error)) (*listing[T], error) {
	if a.files == nil {
		return &listing[T]{state: fileUnknown, words: a.why}, nil
	}
	w, err := stat(ctx, a.files, superuser(), "/", name)
	if err != nil {
		return nil, err
	}
	if l := listingOf[T](w, name); l != nil {
		return l, nil
	}
	content, err := a.files.Read(ctx, w.path, maxAccountFile)
	l := &listing[T]{entry: w.entry, partial: content.Unknown}
	switch {
	case errors.Is(err, rootfs.ErrTooLarge):
		l.state, l.words = fileBroken, fmt.Sprintf("%q exceeds %d bytes", name[1:], maxAccountFile)
		return l, nil
	case err != nil:
		return nil, err
	case content.Unknown != "" && content.Data == nil:
		return &listing[T]{state: fileUnknown, words: content.Unknown, entry: w.entry}, nil
	}
	if l.lines, err = parse(content.Data); err != nil {
		l.state, l.words = fileBroken, err.Error()
	}
	return l, nil
}

// listingOf is the answer where the walk did not end at a regular file; nil where it did.
func listingOf[T any](w walked, name string) *listing[T] {
	l := &listing[T]{entry: w.entry, errno: w.errno}
	switch {
	case w.unknown != "":
		l.state, l.words = fileUnknown, w.unknown
	case w.errno == enoent:
		l.state, l.words = fileMissing, "lstat "+strings.TrimPrefix(w.path, "/")+": file does not exist"
	case w.errno != "":
		l.state, l.words = fileBroken, "resolve "+strings.TrimPrefix(w.path, "/")+": "+string(w.errno)
	case w.entry.Type != rootfs.Regular:
		l.state, l.words = fileBroken, name[1:]+" is not a regular file"
	default:
		return nil
	}
	return l
}

// find is the first line that match takes. unknown is why there may be one that was not seen.
func (l *listing[T]) find(match func(*T) bool) (line *T, unknown string) {
	if l.state == fileUnknown {
		return nil, l.words
	}
	for i := range l.lines {
		if match(&l.lines[i]) {
			return &l.lines[i], ""
		}
	}
	return nil, l.partial
}

func byName(name string) func(*passwd.User) bool {
	return func(u *passwd.User) bool { return u.Name == name }
}

func byID(uid int64) func(*passwd.User) bool {
	return func(u *passwd.User) bool { return int64(u.Uid) == uid }
}
