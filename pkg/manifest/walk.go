package manifest

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// walking is one pass over a folder and all below it. Every path is opened through root, which refuses to leave the
// folder, whatever symbolic links a hostile repository holds.
type walking struct {
	*Reader
	ctx            context.Context
	source, dir    string
	root           *os.Root
	yield          func(Entry) bool
	limits         Limits
	files, folders int
	stopped        bool
	// inside a folder of a Planner files are not read one by one; using is its plan.
	inside bool
	using  Plan
	plans  []madePlan
}

func (r *Reader) walk(ctx context.Context, source, dir string, yield func(Entry) bool) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		yield(Entry{Err: fileError(dir, "open", err)})
		return
	}
	defer root.Close() //nolint:errcheck // nothing was written
	w := walking{
		Reader: r, ctx: ctx, source: source, dir: dir, root: root, yield: yield, limits: r.Limits.withDefaults(),
	}
	w.folder(".", 0)
}

// name is the path to report for a path inside the folder.
func (w *walking) name(path string) string { return filepath.ToSlash(filepath.Join(w.dir, path)) }

func (w *walking) emit(e Entry) {
	if !w.stopped {
		w.stopped = !w.yield(e)
	}
}

func (w *walking) fail(path, verb string, err error) {
	w.emit(Entry{Err: fileError(w.name(path), verb, err)})
}

func (w *walking) skip(path, reason string) {
	w.emit(Entry{Skipped: &finding.Skipped{File: w.name(path), Reason: reason}})
}

// enter counts a folder and tells whether it may be read.
func (w *walking) enter(path string, depth int) bool {
	switch w.folders++; {
	case w.folders == w.limits.Folders+1:
		w.fail(path, "walk", fmt.Errorf("more than %d folders; the rest is not read", w.limits.Folders))
	case depth > w.limits.FolderDepth:
		w.fail(path, "walk", fmt.Errorf("more than %d folders deep; it is not read", w.limits.FolderDepth))
	}
	return !w.stopped && w.folders <= w.limits.Folders && depth <= w.limits.FolderDepth
}

func (w *walking) folder(path string, depth int) {
	if !w.enter(path, depth) {
		return
	}
	entries, err := fs.ReadDir(w.root.FS(), filepath.ToSlash(path))
	if err != nil {
		w.fail(path, "read the folder", err)
	}
	if !w.claimed(path, entries, depth) {
		w.entries(path, entries, depth)
	}
}

func (w *walking) entries(path string, entries []fs.DirEntry, depth int) {
	// Files first: what a folder holds itself is reported before what its folders hold.
	slices.SortStableFunc(entries, func(a, b fs.DirEntry) int {
		return cmp.Compare(order(a), order(b))
	})
	for _, e := range entries {
		if err := w.ctx.Err(); err != nil && !w.stopped {
			w.emit(Entry{Err: &Error{File: w.name(path), Message: "reading was interrupted", Err: err}})
			w.stopped = true
		}
		if w.stopped {
			return
		}
		w.entry(filepath.Join(path, e.Name()), e, depth)
	}
}

func order(e fs.DirEntry) int {
	if e.IsDir() {
		return 1
	}
	return 0
}

func (w *walking) entry(path string, e fs.DirEntry, depth int) {
	switch {
	case e.IsDir():
		if reason := leftOut(e.Name()); reason != "" {
			w.mention(path, reason)
			return
		}
		w.folder(path, depth+1)
	case e.Type()&fs.ModeSymlink != 0:
		w.link(path)
	case e.Type().IsRegular():
		w.regular(path)
	case isManifestName(path):
		w.skip(path, "not a regular file") // opening a pipe would wait for ever
	}
}

// leftOut says why a folder is not entered, or "".
func leftOut(name string) string {
	switch {
	case strings.HasPrefix(name, "."):
		return "hidden folder"
	case name == "node_modules":
		return "packages of npm"
	}
	return ""
}

// mention reports a folder that is not entered, but for those of version control, which every repository has.
func (w *walking) mention(path, reason string) {
	if base := filepath.Base(path); base != ".git" && base != ".hg" && base != ".svn" {
		w.skip(path, reason)
	}
}
