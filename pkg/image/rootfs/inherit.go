package rootfs

import (
	"context"
	"path"
)

// owner is who owns a directory, and its mode.
type owner struct {
	mode     uint32
	uid, gid int64
}

// implied is the owner and mode that containerd gives a directory without an entry of its own (pkg/archive, mkparent): those
// that it inherits, else 0755 root. In the second case the kernel adds a setgid parent's group; mkparent leaves no parent
// setgid but one that inherited or had an entry.
func (m *Merged) implied(ctx context.Context, layer int, at string, n *node) (owner, string, error) {
	o, unknown, err := m.inherited(ctx, layer, at)
	if o != nil || unknown != "" || err != nil {
		return deref(o), unknown, err
	}
	fallback := owner{mode: 0o755, gid: n.group}
	if n.nested {
		parent, unknown, err := m.inherited(ctx, layer, relative(path.Dir(at)))
		if parent != nil && parent.mode&setgid != 0 {
			fallback.gid = parent.gid
		}
		return fallback, unknown, err
	}
	return fallback, "", nil
}

func deref(o *owner) owner {
	if o == nil {
		return owner{}
	}
	return *o
}

// inherited is the owner and mode of the same path in the nearest layer below that has it, looked up in that layer alone with
// its symlinks followed; nil where that is no directory, or no layer has it.
func (m *Merged) inherited(ctx context.Context, layer int, at string) (*owner, string, error) {
	for i := layer - 1; i >= 0; i-- {
		t, unknown, err := m.layers[i].tree(ctx)
		if unknown != "" || err != nil {
			return nil, unknown, err
		}
		left := newBudget()
		located, n, err := t.below(at, &left)
		switch {
		case err != nil: // told by Refusal
			return nil, "", nil //nolint:nilerr // as said
		case n == nil:
			continue
		case !n.isDir():
			return nil, "", nil
		case n.explicit:
			return &owner{n.mode, n.uid, n.gid}, "", nil
		}
		o, unknown, err := m.implied(ctx, i, located, n)
		return &o, unknown, err
	}
	return nil, "", nil
}

// below is what p leads to in this layer alone.
func (t *tree) below(p string, b *budget) (string, *node, error) {
	located, err := t.root.locate(p, b)
	if err != nil {
		return "", nil, err
	}
	return located, t.root.find(located), nil
}

// show is the entry of a node as lstat shows it.
func (m *Merged) show(ctx context.Context, layer int, at string, n *node) (*Entry, string, error) {
	entry := n.entry("/" + at)
	if n.explicit {
		return entry, "", nil
	}
	o, unknown, err := m.implied(ctx, layer, at, n)
	entry.Mode, entry.UID, entry.GID = o.mode, o.uid, o.gid
	return entry, unknown, err
}
