package identity

import (
	"context"
	"path"
	"strconv"

	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// mount adds one mount as createOpenMountpoint of runc's libcontainer/rootfs_linux.go does: the mount point is looked for
// as root, links are followed inside the root, and what is missing is made.
func (v *view) mount(ctx context.Context, m mount) (*halt, error) {
	w, err := stat(ctx, v, superuser(), "/", m.dest)
	switch {
	case err != nil:
		return nil, err
	case w.unknown != "":
		// Whether a link leads elsewhere is not known: the path is taken as written.
		v.add(m, path.Clean(m.dest))
		return nil, nil
	case w.errno == enoent:
		return v.mountNew(ctx, m)
	case w.errno != "":
		return mountFailure(m, w.errno), nil
	case w.path == "/":
		return fail(StageStart, MountFailure, "mountpoint is on the top of rootfs"), nil
	case m.content == copied && w.entry.Type != rootfs.Directory:
		return fail(StageCreate, MountFailure, "VOLUME "+m.dest+" of the image is not a directory"), nil
	case (w.entry.Type == rootfs.Directory) == m.isFile:
		return mountFailure(m, enotdir), nil
	}
	v.add(m, w.path)
	return nil, nil
}

// mountNew is for a path that is missing: runc makes the mount point and the directories above it.
func (v *view) mountNew(ctx context.Context, m mount) (*halt, error) {
	at, h, err := v.mountPoint(ctx, m)
	if h != nil || err != nil {
		return h, err
	}
	if m.content == copied {
		// The image has nothing there to copy: the volume is a new directory of root.
		m.root, m.content = &rootfs.Entry{Type: rootfs.Directory, Mode: 0o755}, empty
	}
	v.add(m, at)
	return nil, nil
}

// mountPoint is where the path leads once all of it is there.
func (v *view) mountPoint(ctx context.Context, m mount) (string, *halt, error) {
	at := "/"
	names, links := components(path.Clean(m.dest)), 0
	root := superuser()
	for len(names) > 0 {
		next := path.Join(at, names[0])
		names = names[1:]
		w, err := lstat(ctx, v, root, next)
		switch {
		case err != nil:
			return "", nil, err
		case w.unknown != "":
			return path.Clean(m.dest), nil, nil
		case w.ok() && w.entry.Type == rootfs.Symlink:
			if links++; links > maxLinks {
				return "", mountFailure(m, eloop), nil
			}
			if path.IsAbs(w.entry.Link) {
				next = "/"
			} else {
				next = at
			}
			names = append(components(w.entry.Link), names...)
		case w.ok() && w.entry.Type != rootfs.Directory:
			return "", mountFailure(m, enotdir), nil
		case !w.ok() && v.readOnlyAt(at, false):
			return "", mountFailure(m, erofs), nil
		}
		at = next
	}
	return at, nil, nil
}

func (v *view) add(m mount, at string) {
	if m.root != nil {
		root := *m.root
		root.Path, m.root = at, &root
	}
	v.mounts = append(v.mounts, mounted{mount: m, at: at})
}

// mountFailure is runc's error without the paths of the node, which hullcheck does not know.
func mountFailure(m mount, e errno) *halt {
	source := m.Name
	if source == "" {
		source = m.Volume
	}
	return fail(StageStart, MountFailure, "error mounting "+strconv.Quote(source)+" to rootfs at "+strconv.Quote(m.dest)+": "+string(e))
}
