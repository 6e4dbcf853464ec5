package rootfs

import "context"

// Files answers questions about the merged root file system of an image, on demand: an implementation reads only what
// is needed to decide the paths that it is asked for.
//
// Lookup is lstat: path must be absolute and clean, and neither its last element nor any parent is followed if it is a
// symbolic link (a path below a symlink or a non-directory is absent). Walking links is the caller's business, since only
// the caller knows with whose permissions it walks. "/" is always a directory.
//
// A Go error means that the source failed in a way that a user must hear of (unauthorised, digest mismatch, malformed
// layer); an Answer with Unknown means that the answer is legitimately not known.
type Files interface {
	Lookup(ctx context.Context, path string) (Answer, error)
	// Read returns the whole content of a regular file at path (as Lookup finds it, no link followed). A file larger than
	// limit is not read: ErrTooLarge.
	Read(ctx context.Context, path string, limit int64) (Content, error)
	// Walk calls visit for every entry of the merged tree, in lexical order of path. It reads every layer (evidence "tree").
	Walk(ctx context.Context, visit func(Entry) error) (unknown string, err error)
}
