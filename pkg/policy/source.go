package policy

import (
	"io/fs"
	"path"
)

// Source is one tree of rule folders.
type Source struct {
	// Name stands before file names in errors: the directory as the user wrote it, "" for the built-in set.
	Name string
	FS   fs.FS
	// Builtin tells the project's own rules (policies.FS) from a user's.
	Builtin bool
	// Index names a file of FS that WriteIndex made. With it, METADATA is not parsed and modules are only parsed when
	// they are chosen, which takes the larger part of a program's start: use it only where a test proves that the index
	// agrees with the rules, as for policies.FS. "" reads and validates everything.
	Index string
}

func (s *Source) shown(name string) string { return path.Join(s.Name, name) }
