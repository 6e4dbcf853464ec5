package identity

import (
	"context"

	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// writer is the process behind execve, on its way to create a file.
type writer struct {
	view         *view
	cred         *cred
	rootReadOnly bool
}

// writerOf is nil where the process is not known.
func (j *judgement) writerOf(r *run) *writer {
	if r.afterUnknown != "" || j.view == nil {
		return nil
	}
	return &writer{view: j.view, rootReadOnly: j.security.ReadOnlyRootFilesystem.Value, cred: &cred{
		uid: known(r.after.euid, FromDefault), gid: known(r.after.egid, FromDefault),
		groups: gids(j.groups), groupsUnknown: j.who.groupsUnknown, caps: r.after.effective,
	}}
}

// create answers open(dir/NEW, O_CREAT): "" where the process may create a file in the directory. A read-only file system
// is noticed before the permission to write.
func (w *writer) create(ctx context.Context, cwd, dir string) (errno, string, error) {
	at, err := stat(ctx, w.view, w.cred, cwd, dir)
	switch {
	case err != nil || at.unknown != "":
		return "", at.unknown, err
	case !at.ok():
		return at.errno, "", nil
	case at.entry.Type != rootfs.Directory:
		return enotdir, "", nil
	}
	if ok, why := w.cred.may(at.entry, mayExec); why != "" || !ok {
		return eaccess, why, nil
	}
	if w.view.readOnlyAt(at.path, w.rootReadOnly) {
		return erofs, "", nil
	}
	if i := w.view.owner(at.path); i != ofRoot && w.view.mounts[i].magic {
		return enoent, "", nil
	}
	ok, why := w.cred.may(at.entry, mayWrite)
	if why != "" {
		return "", why, nil
	}
	if !ok {
		return eaccess, "", nil
	}
	return "", "", nil
}

// writableMounts are the mounts in which the process may create files; where that is not known, it may.
func (j *judgement) writableMounts(ctx context.Context, r *run) ([]Mount, error) {
	w := j.writerOf(r)
	out := []Mount{}
	if j.view == nil {
		return out, nil
	}
	for _, m := range j.view.mounts {
		if m.readOnly || m.magic || m.isFile {
			continue
		}
		if w != nil {
			e, _, err := w.create(ctx, "/", m.at)
			if err != nil {
				return nil, err
			}
			if e != "" {
				continue
			}
		}
		out = append(out, m.Mount)
	}
	return out, nil
}
