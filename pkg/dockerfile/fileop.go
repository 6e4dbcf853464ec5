package dockerfile

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/moby/buildkit/solver/pb"
	"github.com/moby/patternmatcher"

	"github.com/hullcheck/hullcheck/pkg/dockerfile/known"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// cleanAbs makes a path absolute and clean.
func cleanAbs(p string) string { return path.Clean("/" + p) }

// file is a COPY, an ADD, a WORKDIR, or the making of an inline document.
func (w *walker) file(s *step, op *pb.FileOp) []*known.Tree {
	inputs := int64(len(s.op.GetInputs()))
	made := map[int64]*known.Tree{}
	from := func(i int64) *known.Tree {
		if i >= inputs {
			if t, ok := made[i-inputs]; ok {
				return t
			}
		}
		return w.input(s, i)
	}
	var out []*known.Tree
	for n, a := range op.GetActions() {
		t := from(a.GetInput()).Fork()
		w.action(s, a, t, from)
		made[int64(n)] = t
		if i := a.GetOutput(); i >= 0 {
			for int64(len(out)) <= i {
				out = append(out, nil)
			}
			out[i] = t
		}
	}
	return out
}

func (w *walker) action(s *step, a *pb.FileAction, t *known.Tree, from func(int64) *known.Tree) {
	switch x := a.GetAction().(type) {
	case *pb.FileAction_Mkdir:
		w.mkdir(s, t, x.Mkdir, from)
	case *pb.FileAction_Mkfile:
		content := known.Content{Data: x.Mkfile.GetData()}
		e := w.entry(t, x.Mkfile.GetPath(), rootfs.Regular, uint32(x.Mkfile.GetMode())&0o777, w.owner(x.Mkfile.GetOwner(), from))
		e.Size = int64(len(content.Data))
		if p, err := rootfs.ReadProgram(bytes.NewReader(content.Data), e.Size); err == nil {
			e.Program = p
		}
		t.Put(w.s, e, &content)
	case *pb.FileAction_Symlink:
		e := w.entry(t, x.Symlink.GetNewpath(), rootfs.Symlink, 0o777, w.owner(x.Symlink.GetOwner(), from))
		e.Link = x.Symlink.GetOldpath()
		t.Put(w.s, e, nil)
	case *pb.FileAction_Rm:
		t.Remove(w.s, t.Resolve(w.s, x.Rm.GetPath(), false).Path)
	case *pb.FileAction_Copy:
		w.copy(s, t, x.Copy, from(a.GetSecondaryInput()), from, a)
	}
}

func (w *walker) entry(t *known.Tree, p string, kind rootfs.FileType, mode uint32, o known.Owner) rootfs.Entry {
	return rootfs.Entry{Path: t.Resolve(w.s, p, kind != rootfs.Symlink).Path, Type: kind, Mode: mode, UID: o.UID, GID: o.GID}
}

// mkdir is WORKDIR: what is there stays as it is, what is made belongs to USER.
func (w *walker) mkdir(s *step, t *known.Tree, m *pb.FileActionMkDir, from func(int64) *known.Tree) {
	if strings.Contains(m.GetPath(), marker) {
		return
	}
	owner := w.owner(m.GetOwner(), from)
	at := t.Resolve(w.s, m.GetPath(), true).Path
	missing := t.Missing(w.s, at)
	if missing == "" {
		return
	}
	t.Mkdir(w.s, rootfs.Entry{
		Path: at, Type: rootfs.Directory, Mode: uint32(m.GetMode()) & 0o777, UID: owner.UID, GID: owner.GID,
	})
	if owner.Unknown != "" {
		t.Blur(w.s, missing, s.where()+": the owner of what WORKDIR makes is not known: "+owner.Unknown)
	}
}

// transform is what a copy changes.
func (w *walker) transform(c *pb.FileActionCopy, from func(int64) *known.Tree) (known.Transform, error) {
	var as known.Transform
	if c.GetOwner() != nil {
		o := w.owner(c.GetOwner(), from)
		as.Owner = &o
	}
	as.Symbolic = c.GetModeStr()
	if m := c.GetMode(); m >= 0 && as.Symbolic == "" {
		mode := uint32(m)
		as.Mode = &mode
	}
	var err error
	if p := c.GetIncludePatterns(); len(p) > 0 {
		if as.Include, err = patternmatcher.New(slices.Clone(p)); err != nil {
			return as, err
		}
	}
	if p := c.GetExcludePatterns(); len(p) > 0 {
		as.Exclude, err = patternmatcher.New(slices.Clone(p))
	}
	return as, err
}
