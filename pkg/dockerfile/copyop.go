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

// sources are the paths that a source names; all is false where a pattern's matches cannot be told.
func (w *walker) sources(src *known.Tree, c *pb.FileActionCopy) (names []string, all bool) {
	p := cleanAbs(c.GetSrc())
	if strings.Contains(p, marker) {
		return nil, false
	}
	if !c.GetAllowWildcard() || !wildcards(p) {
		return []string{unescape(p, c.GetAllowWildcard())}, true
	}
	return w.match(src, p)
}

// wildcards is what fsutil/copy takes for a pattern.
func wildcards(p string) bool {
	for i := 0; i < len(p); i++ {
		switch p[i] {
		case '\\':
			i++
		case '*', '?', '[':
			return true
		}
	}
	return false
}

// unescape leaves a path that is no pattern as it is: fsutil takes it literally, backslashes included.
func unescape(p string, _ bool) string { return p }

// match finds what a pattern matches, element by element; a match of a directory hides what is below it.
func (w *walker) match(src *known.Tree, pattern string) (found []string, all bool) {
	dirs := []string{"/"}
	elements := strings.Split(strings.Trim(pattern, "/"), "/")
	for n, e := range elements {
		var next []string
		for _, d := range dirs {
			if !wildcards(e) {
				next = append(next, path.Join(d, e))
				continue
			}
			names, known, err := src.List(w.s.Context(), src.Resolve(w.s, d, true).Path)
			if err != nil || !known {
				return nil, false
			}
			for _, name := range names {
				if m, err := path.Match(e, name); err == nil && m {
					next = append(next, path.Join(d, name))
				}
			}
		}
		dirs = next
		if n == len(elements)-1 {
			return existing(w, src, dirs), true
		}
	}
	return nil, true
}

// existing leaves out literal ends of patterns that are not there.
func existing(w *walker, src *known.Tree, paths []string) []string {
	var out []string
	for _, p := range paths {
		if a := src.Resolve(w.s, p, true).Answer; a.Entry != nil || a.Unknown != "" {
			out = append(out, p)
		}
	}
	return out
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
