package known

import (
	"github.com/moby/patternmatcher"

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
