package rootfs

import "context"

// Outcome is how the walk along a path ended.
type Outcome string

// The outcomes.
const (
	Found        Outcome = "found"
	Absent       Outcome = "absent"          // ENOENT at Resolution.Path
	NotDirectory Outcome = "not a directory" // ENOTDIR: Resolution.Path is no directory and the path goes on
	Loop         Outcome = "loop"            // ELOOP: too many symbolic links
	Undecided    Outcome = "unknown"         // Resolution.Unknown says why
)

// Resolution is the end of a walk along a path.
type Resolution struct {
	Outcome Outcome
	// Entry is what was found, never a symlink; nil for other outcomes.
	Entry *Entry
	// Path is the clean path at which the walk ended: of the object found, missing, or in the way.
	Path    string
	Unknown string
}

// Resolver walks a path component by component as the kernel does, following links inside the root.
type Resolver struct {
	Files Files
	// MaxLinks is how many links are followed; 0 is the kernel's 40.
	MaxLinks int
	// Visit is called for every directory in which a name is looked up, "/" first, in the order of the walk; a directory
	// may come more than once. An error stops the walk and is returned as it is.
	Visit func(Entry) error
}

// Resolve walks along path, which begins at "/" if it is relative; ".." stops at "/".
func (r Resolver) Resolve(ctx context.Context, path string) (Resolution, error) {
	return Resolution{}, nil
}

// Resolve walks along path in files as the kernel does; visit may be nil.
func Resolve(ctx context.Context, files Files, path string, visit func(Entry) error) (Resolution, error) {
	return Resolver{Files: files, Visit: visit}.Resolve(ctx, path)
}
