package rootfs

import "context"

// Outcome is how the walk along a path ended.
type Outcome string

// The outcomes.
const (
	Found        Outcome = "found"
	Absent       Outcome = "absent"          // ENOENT at Resolution.Path
	NotDirectory Outcome = "not a directory" // ENOTDIR: Resolution.Path is no directory, and the path goes on behind it
	Loop         Outcome = "loop"            // ELOOP: too many symbolic links
	Undecided    Outcome = "unknown"         // Resolution.Unknown says why
)

// Resolution is the end of a walk along a path.
type Resolution struct {
	Outcome Outcome
	// Entry is what was found, never a symlink; nil for other outcomes.
	Entry *Entry
	// Path is where the walk ended, absolute and clean: what was found, what is missing or in the way, or the link that was
	// one too many.
	Path    string
	Unknown string
}

// Resolver walks along a path, component by component, as the kernel does; symbolic links stay inside the root.
type Resolver struct {
	Files Files
	// MaxLinks is how many symbolic links are followed; 0 is MAXSYMLINKS, the kernel's 40, which containerd uses for the
	// user files too.
	MaxLinks int
	// Visit is called for every directory in which a name is looked up, "/" first, in the order of the walk: those that
	// execve needs search permission on. One may come more than once. An error ends the walk and is returned as it is.
	Visit func(Entry) error
}

// Resolve walks along path in files; visit may be nil. See Resolver.
func Resolve(ctx context.Context, files Files, path string, visit func(Entry) error) (Resolution, error) {
	return Resolver{Files: files, Visit: visit}.Resolve(ctx, path)
}

// maxSymlinks is MAXSYMLINKS of include/linux/namei.h.
const maxSymlinks = 40

// Resolve walks along path, from "/" if it is relative. ".." is a step up from where the links before it led, and stops at
// "/". The empty path is absent, as for the kernel.
func (r Resolver) Resolve(ctx context.Context, path string) (Resolution, error) {
	if path == "" {
		return Resolution{Outcome: Absent, Path: "/"}, nil
	}
	w := &walk{Resolver: r, at: "/"}
	if w.MaxLinks == 0 {
		w.MaxLinks = maxSymlinks
	}
	w.push(path)
	for len(w.names) > 0 {
		if end, err := w.step(ctx); end != nil || err != nil {
			return orZero(end), err
		}
	}
	answer, err := w.Files.Lookup(ctx, w.at)
	if err != nil {
		return Resolution{}, err
	}
	return *w.found(w.at, answer), nil
}
