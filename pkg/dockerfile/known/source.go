package known

import (
	"context"
	"slices"
	"strings"
	"sync"

	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// Source is where a tree takes over files from: a base image, the build context, or another tree.
type Source interface {
	// look is lstat of an absolute clean path.
	look(s *Session, path string) rootfs.Answer
	// read is the content of a regular file.
	read(s *Session, path string) Content
	// list are the names in a directory, sorted; known is false where they cannot be told without reading everything.
	list(s *Session, path string) (names []string, known bool)
}

// Lister is what a rootfs.Files implements if it can tell the names in one directory cheaply.
type Lister interface {
	List(ctx context.Context, path string) (names []string, known bool, err error)
}

// MaxContent is how much of one file is read: what the container runtimes read of passwd and group.
const MaxContent = 10 << 20

// FromFiles makes a source of files.
func FromFiles(files rootfs.Files) Source { return &filesSource{files: files} }

type filesSource struct {
	files rootfs.Files
	once  sync.Once
	index map[string][]string // directory → names; filled by a walk
	blind bool                // the walk did not see everything
}

func (f *filesSource) look(s *Session, path string) rootfs.Answer {
	a, err := f.files.Lookup(s.ctx, path)
	if err != nil {
		return rootfs.Answer{Unknown: s.fail("look up", path, err)}
	}
	return a
}

func (f *filesSource) read(s *Session, path string) Content {
	c, err := f.files.Read(s.ctx, path, MaxContent)
	if err != nil {
		return Unreadable(err.Error())
	}
	out := Content{Data: c.Data}
	if c.Unknown != "" {
		out.More = []Doubt{{Because: c.Unknown, Accounts: AnyAccount}}
	}
	return out
}

func (f *filesSource) list(s *Session, path string) ([]string, bool) {
	if l, ok := f.files.(Lister); ok {
		names, known, err := l.List(s.ctx, path)
		if err != nil {
			s.fail("list", path, err)
			return nil, false
		}
		return names, known
	}
	if !s.deep {
		return nil, false
	}
	f.once.Do(func() { f.walk(s) })
	return f.index[path], !f.blind
}

// walk reads every layer once, for those who ask for the whole tree.
func (f *filesSource) walk(s *Session) {
	f.index = map[string][]string{}
	unknown, err := f.files.Walk(s.ctx, func(e rootfs.Entry) error {
		if e.Path != "/" {
			dir, name := split(e.Path)
			f.index[dir] = append(f.index[dir], name)
		}
		return nil
	})
	if err != nil {
		s.fail("walk", "/", err)
	}
	f.blind = unknown != "" || err != nil
	for _, names := range f.index {
		slices.Sort(names)
	}
}

func split(path string) (dir, name string) {
	i := strings.LastIndexByte(path, '/')
	if i <= 0 {
		return "/", path[i+1:]
	}
	return path[:i], path[i+1:]
}

func join(dir, name string) string {
	if dir == "/" {
		return "/" + name
	}
	return dir + "/" + name
}

// Unread is a source of which nothing can be told, and why.
type Unread string

func (u Unread) look(_ *Session, path string) rootfs.Answer {
	if path == "/" {
		return rootfs.Answer{Entry: rootEntry()}
	}
	return rootfs.Answer{Unknown: string(u)}
}

func (u Unread) read(*Session, string) Content          { return Unreadable(string(u)) }
func (u Unread) list(*Session, string) ([]string, bool) { return nil, false }
func rootEntry() *rootfs.Entry                          { return dirEntry("/") }
func dirEntry(p string) *rootfs.Entry {
	return &rootfs.Entry{Path: p, Type: rootfs.Directory, Mode: 0o755}
}
