package manifest

import (
	"errors"
	"io/fs"
	"path/filepath"
	"strings"
)

// link follows a symbolic link to a file. A folder that a link names lies in the walk itself, or outside of it.
func (w *walking) link(path string) {
	info, err := w.root.Stat(path)
	switch {
	case err != nil && !ofInterest(path):
	case errors.Is(err, fs.ErrNotExist):
		w.fail(path, "follow the symbolic link", err)
	case err != nil:
		w.skip(path, "symbolic link that leads outside the folder, or in a circle")
	case info.IsDir():
		w.skip(path, "symbolic link to a folder")
	case info.Mode().IsRegular() && ofInterest(path) && !w.meets(path):
		w.regular(path)
	}
}

// ofInterest tells by its name whether a file would be read or reported.
func ofInterest(path string) bool {
	_, found := KindOf(path)
	return found || isManifestName(path)
}

// meets tells whether the walk comes to the file that a link names by itself, so that it must not be read twice.
func (w *walking) meets(path string) bool {
	dir, err := filepath.EvalSymlinks(w.dir)
	if err != nil {
		return false
	}
	target, err := filepath.EvalSymlinks(filepath.Join(w.dir, path))
	if err != nil {
		return false
	}
	rel, err := filepath.Rel(dir, target)
	if err != nil || !filepath.IsLocal(rel) || !ofInterest(rel) {
		return false
	}
	parts := strings.Split(rel, string(filepath.Separator))
	for _, folder := range parts[:len(parts)-1] {
		if leftOut(folder) != "" {
			return false
		}
	}
	return true
}
