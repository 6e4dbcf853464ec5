package identity

import (
	"context"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// view is the file system that the container's first process sees: the image, what is mounted over it, and what the
// runtime creates.
type view struct {
	files  Files
	why    string // why files is nil
	mounts []mounted
	made   map[place]*rootfs.Entry
}

// place is a path in what one mount covers (its index in mounts), or, with owner ofRoot, in the image.
type place struct {
	owner int
	path  string
}

// ofRoot owns what no mount covers.
const ofRoot = -1

// mounted is one mount, at a physical path.
type mounted struct {
	mount
	at string
}

// content is what a mount shows below its root.
type content string

const (
	// empty: nothing but what is created there.
	empty content = "empty"
	// copied: the image's own files of the same path, copied up into an anonymous volume.
	copied content = "copied"
	// opaque: not known.
	opaque content = "opaque"
)

// mount is one mount as the runtime is asked for it.
type mount struct {
	Mount
	// dest is the mount path as written, source the pointer of its field.
	dest, source string
	readOnly     bool
	noExec       bool
	noSetuid     bool
	// root is the entry at the mount point, nil where it is not known: then only that it is a directory (or a file).
	root   *rootfs.Entry
	isFile bool
	content
	// unknown is why the content is opaque.
	unknown string
	// magic is a file system of the kernel's own: writing there is not creating files.
	magic bool
}

// Lookup is lstat in the view. The runtime makes the directories above a mount point where they are missing.
func (v *view) Lookup(ctx context.Context, p string) (rootfs.Answer, error) {
	a, err := v.lookup(ctx, p)
	if err == nil && a.Entry == nil && a.Unknown == "" && v.leadsToMount(p) {
		a.Entry = &rootfs.Entry{Path: p, Type: rootfs.Directory, Mode: 0o755}
	}
	return a, err
}

// leadsToMount tells whether something is mounted below p, in the file system that p lies in.
func (v *view) leadsToMount(p string) bool {
	for i := v.owner(p) + 1; i < len(v.mounts); i++ {
		if at := v.mounts[i].at; at != p && within(at, p) {
			return true
		}
	}
	return false
}

func (v *view) lookup(ctx context.Context, p string) (rootfs.Answer, error) {
	owner := v.owner(p)
	if e := v.made[place{owner, p}]; e != nil {
		return rootfs.Answer{Entry: e}, nil
	}
	if owner == ofRoot {
		return v.ofImage(ctx, p)
	}
	m := &v.mounts[owner]
	switch {
	case p == m.at && m.root != nil:
		return rootfs.Answer{Entry: m.root}, nil
	case p == m.at && m.content == copied:
		return v.ofImage(ctx, p)
	case m.content == opaque:
		return rootfs.Answer{Unknown: m.unknown}, nil
	case m.content == copied:
		return v.ofImage(ctx, p)
	}
	return rootfs.Answer{}, nil
}

func (v *view) ofImage(ctx context.Context, p string) (rootfs.Answer, error) {
	if v.files == nil {
		return rootfs.Answer{Unknown: v.why}, nil
	}
	return v.files.Lookup(ctx, p)
}

// owner is the mount that covers a physical path: the last one that is mounted at it or above it.
func (v *view) owner(p string) int {
	for i := len(v.mounts) - 1; i >= 0; i-- {
		if within(p, v.mounts[i].at) {
			return i
		}
	}
	return ofRoot
}

// within tells whether p is dir or lies below it.
func within(p, dir string) bool {
	below := len(p) > len(dir) && p[len(dir)] == '/'
	return p == dir || dir == "/" || below && strings.HasPrefix(p, dir)
}

// make creates an entry at a physical path.
func (v *view) make(e *rootfs.Entry) {
	if v.made == nil {
		v.made = map[place]*rootfs.Entry{}
	}
	v.made[place{v.owner(e.Path), e.Path}] = e
}

// readOnlyAt tells whether the file system that holds a physical path is read-only; rootReadOnly is that of the image's.
func (v *view) readOnlyAt(p string, rootReadOnly bool) bool {
	if i := v.owner(p); i != ofRoot {
		return v.mounts[i].readOnly
	}
	return rootReadOnly
}

func (v *view) noExecAt(p string) bool {
	i := v.owner(p)
	return i != ofRoot && v.mounts[i].noExec
}

func (v *view) noSetuidAt(p string) bool {
	i := v.owner(p)
	return i != ofRoot && v.mounts[i].noSetuid
}
