package rootfs

import (
	"context"
	"fmt"
	"sync"
)

// Merged is the merged view of a stack of layers; it implements Files and is safe for concurrent use. Layers are read from
// the top, one after another, until a question is decided.
type Merged struct {
	layers []*lazyLayer // bottom first

	mu      sync.Mutex
	judged  int // how many layers had been read when refusal was found
	refusal *UnpackError
}

var _ Files = (*Merged)(nil)

// Lookup implements Files.
func (m *Merged) Lookup(ctx context.Context, path string) (Answer, error) {
	hit, unknown, err := m.hit(ctx, relative(path))
	if hit == nil || err != nil {
		return Answer{Unknown: unknown}, err
	}
	if hit.path == "" {
		root := rootEntry()
		return Answer{Entry: &root}, nil
	}
	entry, unknown, err := m.show(ctx, hit.layer, hit.path, hit.node)
	if unknown != "" || err != nil {
		return Answer{Unknown: unknown}, err
	}
	return Answer{Entry: entry}, nil
}

// Read implements Files.
func (m *Merged) Read(ctx context.Context, path string, limit int64) (Content, error) {
	hit, unknown, err := m.hit(ctx, relative(path))
	switch {
	case err != nil || unknown != "":
		return Content{Unknown: unknown}, err
	case hit == nil || hit.node.fileType != Regular:
		return Content{}, fmt.Errorf("read %q: %w", path, ErrNotRegular)
	case hit.node.size > limit:
		return Content{}, fmt.Errorf("read %q: %w", path, ErrTooLarge)
	case hit.node.size == 0:
		return Content{}, nil
	}
	return m.layers[hit.layer].body(ctx, hit.node.body)
}

// hit is the node that answers for a path, and the layer that holds it.
type hit struct {
	layer int
	path  string // relative
	node  *node
}

// hit asks the layers from the top. The first that has anything to say of the path, or hides a part of it, decides: it is
// how overlayfs merges. Nil and no reason: the path is absent.
func (m *Merged) hit(ctx context.Context, path string) (*hit, string, error) {
	if path == "" {
		return &hit{node: newDirectory(0o755, true)}, "", nil
	}
	for i := len(m.layers) - 1; i >= 0; i-- {
		t, unknown, err := m.layers[i].tree(ctx)
		if unknown != "" || err != nil {
			return nil, unknown, err
		}
		switch n, last := t.decide(path); {
		case n != nil && n.unknown != "":
			return nil, n.unknown, nil
		case n != nil:
			return &hit{layer: i, path: path, node: n}, "", nil
		case last:
			return nil, "", nil
		}
	}
	return nil, "", nil
}

// decide is the node at path, or whether the layer hides the path in all layers below: by a whiteout or a non-directory on
// the way, or by an opaque directory. The root's own opaque marker hides nothing: overlayfs looks at it in directories below
// the root only (checked on Linux 6.18).
func (t *tree) decide(path string) (found *node, last bool) {
	n := t.root
	for rest := path; rest != ""; {
		var name string
		name, rest = next(rest)
		n = n.children[name]
		switch {
		case n == nil:
			return nil, last
		case n.whiteout:
			return nil, true
		case rest == "":
			return n, true
		case !n.isDir():
			return n.ifUnknown(), true
		}
		last = last || n.opaque
	}
	return nil, last
}

// ifUnknown is the node where it cannot be told what it is, so that neither can anything below it.
func (n *node) ifUnknown() *node {
	if n.unknown == "" {
		return nil
	}
	return n
}
