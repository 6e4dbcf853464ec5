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

// implied is the owner and mode that containerd gives a directory without an entry of its own: those of the same path in the
// nearest layer below that has it, looked up in that layer alone with its symlinks followed (pkg/archive, mkparent). Where
// that layer has no directory there, or no layer has the path, it is 0755 root; the kernel adds a setgid parent's group.
func (m *Merged) implied(ctx context.Context, layer int, at string) (owner, string, error) {
	for i := layer - 1; i >= 0; i-- {
		t, unknown, err := m.layers[i].tree(ctx)
		if unknown != "" || err != nil {
			return owner{}, unknown, err
		}
		located, n, err := t.below(at)
		switch {
		case err == nil && n == nil:
			continue
		case err != nil || !n.isDir(): // the error is told by Refusal
			return m.fallback(ctx, layer, at)
		case n.explicit:
			return owner{n.mode, n.uid, n.gid}, "", nil
		}
		return m.implied(ctx, i, located)
	}
	return m.fallback(ctx, layer, at)
}

func (m *Merged) fallback(ctx context.Context, layer int, at string) (owner, string, error) {
	t, unknown, err := m.layers[layer].tree(ctx)
	if unknown != "" || err != nil {
		return owner{}, unknown, err
	}
	o := owner{mode: 0o755}
	switch n := t.root.find(at); {
	case n == nil:
	case n.nested:
		parent, unknown, err := m.implied(ctx, layer, relative(path.Dir(at)))
		if parent.mode&setgid != 0 {
			o.gid = parent.gid
		}
		return o, unknown, err
	default:
		o.gid = n.group
	}
	return o, "", nil
}

// below is what p leads to in this layer alone.
func (t *tree) below(p string) (string, *node, error) {
	located, err := t.root.locate(p)
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
	o, unknown, err := m.implied(ctx, layer, at)
	entry.Mode, entry.UID, entry.GID = o.mode, o.uid, o.gid
	return entry, unknown, err
}
