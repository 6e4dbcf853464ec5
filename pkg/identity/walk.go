package identity

import (
	"context"
	"path"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// What path_resolution(7) allows.
const (
	maxLinks = 40
	pathMax  = 4096 // with the NUL
	nameMax  = 255
)

// tree is what a path is walked in: an image's files, or a container's view with its mounts.
type tree interface {
	Lookup(ctx context.Context, path string) (rootfs.Answer, error)
}

// walked is where a walk ended: at an entry, with an error of the kernel, or where nothing is known.
type walked struct {
	entry *rootfs.Entry
	errno errno
	// path is the clean physical path of the entry, or of what was missing or in the way.
	path    string
	unknown string
}

func (w walked) ok() bool { return w.errno == "" && w.unknown == "" }

func (w walked) isDir() bool { return w.ok() && w.entry.Type == rootfs.Directory }

// walker follows a path component by component as link_path_walk of fs/namei.c does: each directory in which a name is
// looked up must let the process search it.
type walker struct {
	tree tree
	cred *cred
	// nofollow: a symbolic link at the end is not followed (lstat).
	nofollow bool

	todo  []string
	at    string
	here  *rootfs.Entry
	links int
}

// stat walks along p, which begins at cwd (a clean absolute path) where it is relative.
func stat(ctx context.Context, t tree, c *cred, cwd, p string) (walked, error) {
	return (&walker{tree: t, cred: c}).walk(ctx, cwd, p)
}

func lstat(ctx context.Context, t tree, c *cred, p string) (walked, error) {
	return (&walker{tree: t, cred: c, nofollow: true}).walk(ctx, "/", p)
}

func (w *walker) walk(ctx context.Context, cwd, p string) (walked, error) {
	switch {
	case p == "":
		return walked{errno: enoent}, nil
	case len(p) >= pathMax:
		return walked{errno: enametoo, path: p}, nil
	}
	if end, err := w.begin(ctx, cwd, p); end != nil || err != nil {
		return deref(end), err
	}
	for len(w.todo) > 0 {
		if end, err := w.step(ctx); end != nil || err != nil {
			return deref(end), err
		}
	}
	return walked{entry: w.here, path: w.at}, nil
}

func (w *walker) begin(ctx context.Context, cwd, p string) (*walked, error) {
	w.at = "/"
	if !strings.HasPrefix(p, "/") {
		w.at = cwd
	}
	w.todo = components(p)
	a, err := w.tree.Lookup(ctx, w.at)
	if err != nil {
		return nil, err
	}
	if a.Unknown != "" {
		return &walked{unknown: a.Unknown, path: w.at}, nil
	}
	if a.Entry == nil {
		return &walked{errno: enoent, path: w.at}, nil
	}
	w.here = a.Entry
	return nil, nil
}

// components splits a path. A trailing slash leaves a final ".", which only a directory answers.
func components(p string) []string {
	out := make([]string, 0, strings.Count(p, "/")+1)
	for part := range strings.SplitSeq(p, "/") {
		if part != "" {
			out = append(out, part)
		}
	}
	if strings.HasSuffix(p, "/") && len(out) > 0 {
		out = append(out, ".")
	}
	return out
}

// step takes one component. A result ends the walk.
func (w *walker) step(ctx context.Context) (*walked, error) {
	if w.here.Type != rootfs.Directory {
		return &walked{errno: enotdir, path: w.at}, nil
	}
	if ok, why := w.cred.may(w.here, mayExec); why != "" {
		return &walked{unknown: why, path: w.at}, nil
	} else if !ok {
		return &walked{errno: eaccess, path: w.at}, nil
	}
	name := w.todo[0]
	w.todo = w.todo[1:]
	if len(name) > nameMax {
		return &walked{errno: enametoo, path: w.at}, nil
	}
	next := below(w.at, name)
	a, err := w.tree.Lookup(ctx, next)
	switch {
	case err != nil:
		return nil, err
	case a.Unknown != "":
		return &walked{unknown: a.Unknown, path: next}, nil
	case a.Entry == nil:
		return &walked{errno: enoent, path: next}, nil
	case a.Entry.Type == rootfs.Symlink && (len(w.todo) > 0 || !w.nofollow):
		return w.follow(ctx, a.Entry, next)
	}
	w.at, w.here = next, a.Entry
	return nil, nil
}

// below is path.Join of a clean directory and one name.
func below(dir, name string) string {
	switch {
	case name == "." || name == "..":
		return path.Join(dir, name)
	case dir == "/":
		return dir + name
	default:
		return dir + "/" + name
	}
}

func (w *walker) follow(ctx context.Context, link *rootfs.Entry, at string) (*walked, error) {
	if w.links++; w.links > maxLinks {
		return &walked{errno: eloop, path: at}, nil
	}
	if link.Link == "" {
		return &walked{errno: enoent, path: at}, nil
	}
	rest := w.todo
	if strings.HasPrefix(link.Link, "/") {
		if end, err := w.begin(ctx, "/", link.Link); end != nil || err != nil {
			return end, err
		}
	} else {
		w.todo = components(link.Link)
	}
	w.todo = append(w.todo, rest...)
	return nil, nil
}

func deref(w *walked) walked {
	if w == nil {
		return walked{}
	}
	return *w
}
