package rootfs

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// tempPrefix begins the names of files that are being written.
const tempPrefix = "tmp-"

// staleAfter is the age at which a file that is being written is taken for left behind by a process that died.
const staleAfter = time.Hour

// loadFile reads one cache file and marks it as used. A file that is not whole and right is as good as none: it is written
// again once the layer was read.
func loadFile(name string) *TOC {
	info, err := os.Lstat(name)
	if err != nil || !info.Mode().IsRegular() || info.Size() > maxCacheFile {
		return nil
	}
	content, err := os.ReadFile(name)
	if err != nil {
		return nil
	}
	toc, err := decode(content)
	if err != nil || !strings.HasSuffix(filepath.Base(name), toc.keyed(name)) {
		return nil
	}
	now := time.Now()
	_ = os.Chtimes(name, now, now) // on a read-only file system the file only looks older than it is
	return toc
}

// keyed is the digest that must stand in the file's name.
func (t *TOC) keyed(name string) string {
	if strings.HasPrefix(filepath.Base(name), "diff-") {
		return t.DiffID.Algorithm + "-" + t.DiffID.Hex
	}
	return t.Digest.Algorithm + "-" + t.Digest.Hex
}

// storeFile writes beside the target and renames, so that no process ever sees half a file.
func storeFile(dir, key string, toc *TOC) (err error) {
	content, err := encode(toc)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, tempPrefix+"*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	if _, err = f.Write(content); err != nil {
		return errors.Join(err, f.Close())
	}
	if err = f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), filepath.Join(dir, key))
}

// evict removes the files that were not used for longest until limit is kept, and what dead processes left. Another process
// may remove the same files at the same time.
func evict(dir string, limit int64) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	var files []fs.FileInfo
	var total int64
	for _, e := range entries {
		info, err := e.Info()
		switch {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			return err
		case !strings.HasPrefix(e.Name(), tempPrefix):
			files = append(files, info)
			total += info.Size()
		case time.Since(info.ModTime()) > staleAfter:
			if err := remove(dir, e.Name()); err != nil {
				return err
			}
		}
	}
	slices.SortFunc(files, func(a, b fs.FileInfo) int { return a.ModTime().Compare(b.ModTime()) })
	for _, f := range files {
		if total <= limit {
			break
		}
		if err := remove(dir, f.Name()); err != nil {
			return err
		}
		total -= f.Size()
	}
	return nil
}

func remove(dir, name string) error {
	if err := os.Remove(filepath.Join(dir, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
