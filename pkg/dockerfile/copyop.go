package dockerfile

import (
	"path"
	"strings"

	"github.com/moby/buildkit/solver/pb"

	"github.com/hullcheck/hullcheck/pkg/dockerfile/known"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// copyFact is one source of a COPY or ADD.
type copyFact struct {
	step   *step
	action *pb.FileActionCopy
	kind   CopyKind
	owner  *known.Owner
}

// copy is one source of a COPY or ADD (solver/llbsolver/file/backend.go docopy).
func (w *walker) copy(s *step, t *known.Tree, c *pb.FileActionCopy, src *known.Tree, from func(int64) *known.Tree, a *pb.FileAction) {
	as, err := w.transform(c, from)
	if w.chain[s.digest] {
		w.copies = append(w.copies, copyFact{s, c, w.kind(s, a), as.Owner})
	}
	because := s.where() + ": " + s.keyword
	if err != nil {
		t.Blur(w.s, "/", because+": "+err.Error())
		return
	}
	if strings.Contains(c.GetDest(), marker) {
		return // below a directory that the base image names: of its files nothing is known anyway
	}
	names, all := w.sources(src, c)
	if !all {
		w.lost(t, c, because+": what its pattern matches is not known")
		return
	}
	for _, name := range names {
		if c.GetAttemptUnpackDockerCompatibility() && w.unpack(t, src, name, c, because) {
			continue
		}
		place := src.Resolve(w.s, name, c.GetFollowSymlink())
		if why := t.Copy(w.s, known.Copy{
			From: src, Source: place.Path, Name: path.Base(name), Dest: destination(c.GetDest()), As: as,
			Contents: c.GetDirCopyContents(), Because: because,
		}); why != "" {
			w.failures = append(w.failures, failureFact{s, why})
			if w.kind(s, a) == FromContext {
				w.missing = append(w.missing, name)
			}
			t.Doubt(known.Doubt{Because: because + " seems to fail: " + why})
		}
	}
}

// destination keeps the slash that makes a path a directory.
func destination(p string) string {
	c := cleanAbs(p)
	if (strings.HasSuffix(p, "/") || strings.HasSuffix(p, "/.")) && c != "/" {
		return c + "/"
	}
	return c
}

// kind tells where the copy's source comes from.
func (w *walker) kind(s *step, a *pb.FileAction) CopyKind {
	i := a.GetSecondaryInput()
	if i < 0 || int(i) >= len(s.op.GetInputs()) {
		return FromStage
	}
	for _, in := range w.steps {
		if in.digest.String() != s.op.GetInputs()[i].GetDigest() {
			continue
		}
		switch scheme, name, _ := strings.Cut(in.op.GetSource().GetIdentifier(), "://"); {
		case scheme == "local" && name == "context":
			return FromContext
		case scheme == "http", scheme == "https", scheme == "git":
			return FromRemote
		case in.op.GetFile() != nil && len(in.op.GetInputs()) == 0 && in.op.GetFile().GetActions()[0].GetMkfile() != nil:
			return FromInline
		}
	}
	return FromStage
}

// lost is a copy of which not even the names are known.
func (w *walker) lost(t *known.Tree, c *pb.FileActionCopy, because string) {
	at := t.Resolve(w.s, destination(c.GetDest()), true)
	t.Mkdir(w.s, rootfs.Entry{Path: at.Path, Type: rootfs.Directory, Mode: 0o755})
	t.BlurBelow(w.s, at.Path, because)
}

// merge is COPY --link: the copied files as a layer over the first input.
func (w *walker) merge(s *step, op *pb.MergeOp) *known.Tree {
	var t *known.Tree
	for _, in := range op.GetInputs() {
		layer := w.input(s, in.GetInput())
		if t == nil {
			t = layer.Fork()
			continue
		}
		t.Overlay(layer)
	}
	if t == nil {
		return known.Empty()
	}
	return t
}
