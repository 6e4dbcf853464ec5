package dockerfile

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/moby/patternmatcher"

	"github.com/hullcheck/hullcheck/pkg/dockerfile/known"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// contextFiles is a build context as BuildKit's client sends it: everything belongs to root, what .dockerignore excludes
// is not there, and no link leads out of it.
type contextFiles struct {
	dir    string
	ignore *patternmatcher.PatternMatcher
}

var (
	_ rootfs.Files = contextFiles{}
	_ known.Lister = contextFiles{}
)

func newContextFiles(dir string, excludes []string) (contextFiles, error) {
	c := contextFiles{dir: dir}
	if len(excludes) == 0 {
		return c, nil
	}
	var err error
	if c.ignore, err = patternmatcher.New(excludes); err != nil {
		return c, fmt.Errorf("read .dockerignore: %w", err)
	}
	return c, nil
}

// inRoot runs a question with the directory open. What is not there, or cannot be reached, is no error.
func (c contextFiles) inRoot(ask func(*os.Root) error) error {
	root, err := os.OpenRoot(c.dir)
	if err != nil {
		return fmt.Errorf("open build context: %w", err)
	}
	return errors.Join(ask(root), root.Close())
}

// Lookup implements rootfs.Files.
func (c contextFiles) Lookup(_ context.Context, p string) (a rootfs.Answer, err error) {
	if p == "/" {
		return rootfs.Answer{Entry: &rootfs.Entry{Path: "/", Type: rootfs.Directory, Mode: 0o755}}, nil
	}
	err = c.inRoot(func(root *os.Root) error {
		name := strings.TrimPrefix(p, "/")
		fi, err := c.lstat(root, name)
		if fi == nil || err != nil {
			return err
		}
		if here, unknown := c.included(root, name, fi); !here {
			a.Unknown = unknown
			return nil
		}
		a.Entry, err = c.entry(root, name, fi)
		return err
	})
	return a, err
}

// lstat follows no link, not even in a parent; it is nil for what is not there.
func (c contextFiles) lstat(root *os.Root, name string) (fs.FileInfo, error) {
	for i := range name {
		if name[i] != '/' {
			continue
		}
		if fi, err := root.Lstat(name[:i]); err != nil || !fi.IsDir() {
			return nil, notThere(err)
		}
	}
	fi, err := root.Lstat(name)
	if err != nil {
		return nil, notThere(err)
	}
	return fi, nil
}

// notThere lets an error pass only if it is not the absence of a file.
func notThere(err error) error {
	if err == nil || errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrInvalid) {
		return nil
	}
	var pathError *fs.PathError
	if errors.As(err, &pathError) && strings.Contains(pathError.Err.Error(), "escapes") {
		return nil
	}
	return fmt.Errorf("read build context: %w", err)
}

func (c contextFiles) entry(root *os.Root, name string, fi fs.FileInfo) (*rootfs.Entry, error) {
	e := &rootfs.Entry{Path: "/" + name, Mode: uint32(fi.Mode().Perm())}
	for bit, mode := range map[fs.FileMode]uint32{fs.ModeSetuid: 0o4000, fs.ModeSetgid: 0o2000, fs.ModeSticky: 0o1000} {
		if fi.Mode()&bit != 0 {
			e.Mode |= mode
		}
	}
	switch fi.Mode().Type() {
	case 0:
		e.Type, e.Size = rootfs.Regular, fi.Size()
		e.Program = c.program(root, name, fi.Size())
	case fs.ModeDir:
		e.Type = rootfs.Directory
	case fs.ModeSymlink:
		link, err := root.Readlink(name)
		if err != nil {
			return nil, fmt.Errorf("read build context: %w", err)
		}
		e.Type, e.Link, e.Mode = rootfs.Symlink, link, 0o777
	case fs.ModeSocket:
		return nil, nil //nolint:nilnil // sockets are not sent, that is: absent
	case fs.ModeNamedPipe:
		e.Type = rootfs.Fifo
	default:
		e.Type = rootfs.Device
	}
	return e, nil
}

// program is what execve makes of the file, nil where it cannot be read.
func (c contextFiles) program(root *os.Root, name string, size int64) *rootfs.Program {
	f, err := root.Open(name)
	if err != nil {
		return nil
	}
	p, err := rootfs.ReadProgram(f, size)
	if errors.Join(err, f.Close()) != nil {
		return nil
	}
	return p
}

// Read implements rootfs.Files.
func (c contextFiles) Read(ctx context.Context, p string, limit int64) (content rootfs.Content, err error) {
	a, err := c.Lookup(ctx, p)
	switch {
	case err != nil:
		return content, err
	case a.Unknown != "":
		return rootfs.Content{Unknown: a.Unknown}, nil
	case a.Entry == nil || a.Entry.Type != rootfs.Regular:
		return content, rootfs.ErrNotRegular
	case a.Entry.Size > limit:
		return content, rootfs.ErrTooLarge
	}
	err = c.inRoot(func(root *os.Root) error {
		f, err := root.Open(strings.TrimPrefix(p, "/"))
		if err != nil {
			return fmt.Errorf("read build context: %w", err)
		}
		content.Data, err = io.ReadAll(io.LimitReader(f, limit))
		return errors.Join(err, f.Close())
	})
	return content, err
}

// List implements known.Lister.
func (c contextFiles) List(ctx context.Context, p string) (names []string, all bool, err error) {
	var found []fs.DirEntry
	err = c.inRoot(func(root *os.Root) error {
		found, err = fs.ReadDir(root.FS(), strings.TrimPrefix(path.Clean("./"+p), "/"))
		return notThere(err)
	})
	for _, d := range found {
		a, lookErr := c.Lookup(ctx, path.Join(p, d.Name()))
		err = errors.Join(err, lookErr)
		if a.Entry != nil {
			names = append(names, d.Name())
		} else if a.Unknown != "" {
			return nil, false, err
		}
	}
	slices.Sort(names)
	return names, true, err
}

// Walk implements rootfs.Files.
func (c contextFiles) Walk(ctx context.Context, visit func(rootfs.Entry) error) (string, error) {
	return known.Over(known.FromFiles(c), "/").Walk(ctx, visit)
}
