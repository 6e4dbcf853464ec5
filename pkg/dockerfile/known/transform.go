package known

import (
	"io/fs"
	"strings"

	"github.com/moby/patternmatcher"
	mode "github.com/tonistiigi/dchapes-mode"

	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// Owner is who owns a file that is made.
type Owner struct {
	UID, GID int64
	// Unknown is why the two are not known; "" where they are.
	Unknown string
}

// Transform is what a copy changes of the entries that it takes over, as BuildKit's copy does (fsutil/copy).
type Transform struct {
	// Owner is that of every entry; nil leaves the source's.
	Owner *Owner
	// Chown: it is a change of owner in place, which takes setuid, setgid and file capabilities from files.
	Chown bool
	// KeepSetID: it is a chmod in place, in which Mode leaves a directory's setuid and setgid bits (GNU chmod).
	KeepSetID bool
	// Mode is that of every entry but links; nil leaves the source's. Symbolic ("u+x,go-w") is used where it is not "".
	Mode     *uint32
	Symbolic string
	// Root is the source directory that Include and Exclude are relative to.
	Root             string
	Include, Exclude *patternmatcher.PatternMatcher
}

// apply makes of a source's answer what the copy would be.
func (t *Transform) apply(a rootfs.Answer, path string) rootfs.Answer {
	if t == nil || a.Entry == nil {
		return a
	}
	if verdict := t.filter(path, a.Entry.Type == rootfs.Directory); verdict != kept {
		return verdict.answer()
	}
	e := *a.Entry
	if t.Owner != nil {
		if t.Owner.Unknown != "" {
			return rootfs.Answer{Unknown: "its owner is not known: " + t.Owner.Unknown}
		}
		e.UID, e.GID = t.Owner.UID, t.Owner.GID
		if t.Chown && e.Type == rootfs.Regular {
			e.Mode, e.Capability = withoutSetID(e.Mode), nil
		}
	}
	switch {
	case e.Type == rootfs.Symlink:
	case t.Symbolic != "":
		m, err := SymbolicMode(t.Symbolic, e.Mode, e.Type == rootfs.Directory)
		if err != nil {
			return rootfs.Answer{Unknown: err.Error()}
		}
		e.Mode = m
	case t.Mode != nil:
		old := e.Mode
		e.Mode = *t.Mode & 0o7777
		if t.KeepSetID && e.Type == rootfs.Directory {
			e.Mode |= old & 0o6000
		}
	}
	return rootfs.Answer{Entry: &e}
}

// withoutSetID is what chown(2) leaves of a mode: setgid stays where the group may not execute (mandatory locking).
func withoutSetID(mode uint32) uint32 {
	mode &^= 0o4000
	if mode&0o010 != 0 {
		mode &^= 0o2000
	}
	return mode
}

type verdict int

const (
	kept verdict = iota
	left
	undecided
)

func (v verdict) answer() rootfs.Answer {
	if v == undecided {
		return rootfs.Answer{Unknown: "it depends on what the copy's patterns match"}
	}
	return rootfs.Answer{}
}

// filter says whether a path takes part in the copy. A directory that does not itself takes part if something below it
// does; where that would have to be searched for, it is undecided.
func (t *Transform) filter(path string, dir bool) verdict {
	rel := strings.TrimPrefix(strings.TrimPrefix(path, t.Root), "/")
	if rel == "" || t.Include == nil && t.Exclude == nil {
		return kept
	}
	if t.Exclude != nil {
		if m, err := t.Exclude.MatchesOrParentMatches(rel); err != nil {
			return undecided
		} else if m {
			if dir && t.Exclude.Exclusions() {
				return undecided
			}
			return left
		}
	}
	if t.Include == nil {
		return kept
	}
	if m, err := t.Include.MatchesOrParentMatches(rel); err != nil {
		return undecided
	} else if m {
		return kept
	}
	if !dir {
		return left
	}
	return t.above(rel)
}

// above decides a directory that no include pattern matches: it is made only on the way to something that one matches.
func (t *Transform) above(rel string) verdict {
	for _, p := range t.Include.Patterns() {
		s := strings.Trim(p.String(), "/")
		switch {
		case strings.ContainsAny(s, `*?[\`):
			return undecided
		case strings.HasPrefix(s, rel+"/"):
			return kept // what it leads to has to be there, or the build fails
		}
	}
	return left
}

// SymbolicMode applies a mode such as "u=rwX,go=rX" to permission bits, as COPY --chmod and chmod do (umask 0).
func SymbolicMode(symbolic string, old uint32, dir bool) (uint32, error) {
	set, err := mode.ParseWithUmask(symbolic, 0)
	if err != nil {
		return 0, err
	}
	m := fs.FileMode(old & 0o777)
	for _, b := range modeBits {
		if old&b.unix != 0 {
			m |= b.std
		}
	}
	if dir {
		m |= fs.ModeDir
	}
	m = set.Apply(m)
	out := uint32(m.Perm())
	for _, b := range modeBits {
		if m&b.std != 0 {
			out |= b.unix
		}
	}
	return out, nil
}

var modeBits = []struct {
	unix uint32
	std  fs.FileMode
}{{0o4000, fs.ModeSetuid}, {0o2000, fs.ModeSetgid}, {0o1000, fs.ModeSticky}}
