package identity

import (
	"context"
	"path"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// mkdirAll is os.MkdirAll(p, 0755) of the runtime, as root and before the root file system becomes read-only; the words
// are those of its error.
func (v *view) mkdirAll(ctx context.Context, p string) (words, unknown string, err error) {
	if len(p) >= pathMax {
		return mkdirWords(p, enametoo), "", nil
	}
	w, err := stat(ctx, v, superuser(), "/", p)
	switch {
	case err != nil || w.unknown != "":
		return "", w.unknown, err
	case w.isDir():
		return "", "", nil
	case w.ok():
		return mkdirWords(p, enotdir), "", nil
	}
	if parent := parentOf(p); parent != "" {
		if words, unknown, err = v.mkdirAll(ctx, parent); words != "" || unknown != "" || err != nil {
			return words, unknown, err
		}
	}
	return v.mkdir(ctx, p)
}

// parentOf is what os.MkdirAll takes for the parent: it keeps the slash at the end.
func parentOf(p string) string {
	p = strings.TrimRight(p, "/")
	return p[:strings.LastIndexByte(p, '/')+1]
}

func (v *view) mkdir(ctx context.Context, p string) (words, unknown string, err error) {
	dir, err := stat(ctx, v, superuser(), "/", path.Join("/", parentOf(p)))
	if err != nil || dir.unknown != "" {
		return "", dir.unknown, err
	}
	if !dir.isDir() {
		return mkdirWords(p, enotdir), "", nil
	}
	last, err := lstat(ctx, v, superuser(), p)
	switch {
	case err != nil || last.unknown != "":
		return "", last.unknown, err
	case last.isDir():
		return "", "", nil
	case last.ok() || last.errno != enoent:
		return mkdirWords(p, eexist), "", nil
	case v.readOnlyAt(dir.path, false):
		return mkdirWords(p, erofs), "", nil
	}
	made := &rootfs.Entry{Path: path.Join(dir.path, path.Base(p)), Type: rootfs.Directory, Mode: 0o755}
	if dir.entry.Mode&0o2000 != 0 {
		// A set-gid directory hands its group and the bit on.
		made.GID, made.Mode = dir.entry.GID, 0o2755
	}
	v.make(made)
	return "", "", nil
}

func mkdirWords(p string, e errno) string { return "mkdir " + p + ": " + string(e) }
