package kustomize

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/filesys"
)

// errReadOnly is what a build gets that wants to change the disk.
var errReadOnly = errors.New("a build changes no file")

// files is the disk as a build sees it: nothing outside of root, nothing too large, nothing to write. Where a text is
// given in place of a file's content, that is read.
type files struct {
	filesys.FileSystem
	ctx   context.Context
	root  string
	texts map[string][]byte
	total int64
}

func newFiles(ctx context.Context, root string, texts map[string][]byte) *files {
	return &files{FileSystem: filesys.MakeFsOnDisk(), ctx: ctx, root: root, texts: texts}
}

// within gives the path behind all symbolic links, if it is in or below root.
func within(root, path string) (string, error) {
	actual, err := filepath.EvalSymlinks(path)
	if err != nil {
		return "", err
	}
	if rel, err := filepath.Rel(root, actual); err != nil || !filepath.IsLocal(rel) {
		return "", fmt.Errorf("%s lies outside of %s: %w", path, root, fs.ErrPermission)
	}
	return actual, nil
}

// CleanedAbs refuses what lies outside of the root. All of a build's paths go through it.
func (f *files) CleanedAbs(path string) (filesys.ConfirmedDir, string, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", "", err
	}
	if _, err := within(f.root, abs); err != nil {
		return "", "", err
	}
	return f.FileSystem.CleanedAbs(path)
}

// ReadFile reads a file of the build, up to the limits.
func (f *files) ReadFile(path string) ([]byte, error) {
	if err := f.ctx.Err(); err != nil {
		return nil, err
	}
	actual, err := within(f.root, path)
	if err != nil {
		return nil, err
	}
	if text, ok := f.texts[actual]; ok {
		return text, nil
	}
	data, err := readLimited(actual)
	f.total += int64(len(data))
	if err == nil && f.total > maxTotalBytes {
		err = fmt.Errorf("the build reads more than %d bytes", maxTotalBytes)
	}
	return data, err
}

// readLimited reads a regular file, which a device or pipe is not.
func readLimited(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s is not a file", path)
	case info.Size() > maxFileBytes:
		return nil, fmt.Errorf("%s is larger than %d bytes", path, maxFileBytes)
	}
	return os.ReadFile(path)
}

// Open is not needed by a build.
func (f *files) Open(string) (filesys.File, error) { return nil, errReadOnly }

// Create, Mkdir, MkdirAll, RemoveAll and WriteFile refuse: a build that may not clone has nothing to write.
func (f *files) Create(string) (filesys.File, error) { return nil, errReadOnly }

// Mkdir refuses.
func (f *files) Mkdir(string) error { return errReadOnly }

// MkdirAll refuses.
func (f *files) MkdirAll(string) error { return errReadOnly }

// RemoveAll refuses.
func (f *files) RemoveAll(string) error { return errReadOnly }

// WriteFile refuses.
func (f *files) WriteFile(string, []byte) error { return errReadOnly }

// repository is the folder that a build may read: the nearest one above dir that holds a .git, else all of the disk, as
// for kustomize itself, which reads files only in or below the kustomization that names them.
func repository(dir string) string {
	for at := dir; ; at = filepath.Dir(at) {
		if _, err := os.Lstat(filepath.Join(at, ".git")); err == nil {
			return at
		}
		if filepath.Dir(at) == at {
			return at
		}
	}
}

// below tells whether path is dir or lies in it.
func below(dir, path string) bool {
	return path == dir || strings.HasPrefix(path, strings.TrimSuffix(dir, string(filepath.Separator))+string(filepath.Separator))
}
