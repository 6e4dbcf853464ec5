package known

import (
	"context"

	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

var (
	_ rootfs.Files = (*Tree)(nil)
	_ Lister       = (*Tree)(nil)
)

// Lookup implements rootfs.Files.
func (t *Tree) Lookup(ctx context.Context, path string) (rootfs.Answer, error) {
	s := NewSession(ctx, questionBudget)
	a := t.Look(s, path)
	return a, s.Err()
}

// Read implements rootfs.Files. Of passwd and group it may give the lines that are certain together with a reason why
// there may be others.
func (t *Tree) Read(ctx context.Context, path string, limit int64) (rootfs.Content, error) {
	s := NewSession(ctx, questionBudget)
	a := t.Look(s, path)
	if err := s.Err(); err != nil {
		return rootfs.Content{}, err
	}
	if a.Unknown != "" {
		return rootfs.Content{Unknown: a.Unknown}, nil
	}
	c, ok := t.Content(s, path)
	if !ok {
		return rootfs.Content{}, rootfs.ErrNotRegular
	}
	if int64(len(c.Data)) > limit {
		return rootfs.Content{}, rootfs.ErrTooLarge
	}
	out := rootfs.Content{Data: c.Data, Unknown: c.Because()}
	if out.Unknown != "" && !accountFile(path) {
		out.Data = nil
	}
	return out, s.Err()
}

// List implements Lister.
func (t *Tree) List(ctx context.Context, path string) ([]string, bool, error) {
	s := NewSession(ctx, questionBudget)
	names, known := t.list(s, path)
	return names, known, s.Err()
}

// Walk implements rootfs.Files: it visits what is known, and unknown is the first reason why there may be more.
func (t *Tree) Walk(ctx context.Context, visit func(rootfs.Entry) error) (unknown string, err error) {
	s := NewSession(ctx, PredictionBudget)
	s.deep = true
	w := walker{t: t, s: s, visit: visit}
	if err := w.walk("/"); err != nil {
		return w.unknown, err
	}
	return w.unknown, s.Err()
}

type walker struct {
	t       *Tree
	s       *Session
	visit   func(rootfs.Entry) error
	unknown string
}

func (w *walker) walk(path string) error {
	a := w.t.Look(w.s, path)
	if a.Unknown != "" {
		w.doubt(a.Unknown)
	}
	if a.Entry != nil {
		if err := w.visit(*a.Entry); err != nil {
			return err
		}
	}
	n := w.t.find(w.s, path)
	if !n.holds() || w.s.Err() != nil {
		return w.s.Err()
	}
	names, known := w.t.list(w.s, path)
	if !known {
		w.doubt(w.why(n, path))
	}
	for _, name := range names {
		if err := w.walk(join(path, name)); err != nil {
			return err
		}
	}
	return nil
}

// why is the reason for which a directory's names are not all known.
func (w *walker) why(n *node, path string) string {
	if n.rest != "" {
		return n.rest
	}
	if d := w.t.doubtsOn(path, n.since); len(d) > 0 {
		return d[0].Because
	}
	return "not everything below " + path + " is known"
}

func (w *walker) doubt(because string) {
	if w.unknown == "" {
		w.unknown = because
	}
}
