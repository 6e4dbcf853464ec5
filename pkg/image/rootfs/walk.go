package rootfs

import (
	"context"
	"maps"
	"slices"
)

// Walk implements Files: "/" first, then each directory's names in byte order, a directory before what lies in it.
func (m *Merged) Walk(ctx context.Context, visit func(Entry) error) (string, error) {
	w := walker{m: m, ctx: ctx, visit: visit}
	var stack []located
	for i := len(m.layers) - 1; i >= 0; i-- {
		t, unknown, err := m.layers[i].tree(ctx)
		if unknown != "" || err != nil {
			return unknown, err
		}
		stack = append(stack, located{layer: i, node: t.root})
	}
	if err := visit(rootEntry()); err != nil {
		return "", err
	}
	err := w.walk("", stack)
	return w.unknown, err
}

// located is a node and its layer.
type located struct {
	layer int
	node  *node
}

type walker struct {
	m     *Merged
	ctx   context.Context //nolint:containedctx // lives as long as one Walk
	visit func(Entry) error

	unknown string
}

// walk visits what lies in the directory at path (ending in "/" unless it is the root); stack holds it in every layer that
// shows through, top first.
func (w *walker) walk(path string, stack []located) error {
	for _, name := range names(stack) {
		if err := w.ctx.Err(); err != nil {
			return err
		}
		below := merge(stack, name)
		if len(below) == 0 {
			continue
		}
		if err := w.show(path+name, below[0]); err != nil {
			return err
		}
		if below[0].node.isDir() {
			if err := w.walk(path+name+"/", below); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *walker) show(path string, top located) error {
	if top.node.unknown != "" {
		w.unknown = top.node.unknown
		return nil
	}
	entry, _, err := w.m.show(w.ctx, top.layer, path, top.node) // all layers were read
	if err != nil {
		return err
	}
	return w.visit(*entry)
}

func names(stack []located) []string {
	all := map[string]bool{}
	for _, at := range stack {
		for name := range at.node.children {
			all[name] = true
		}
	}
	return slices.Sorted(maps.Keys(all))
}

// merge is the stack of a name: one node, or the directories that overlayfs makes one of.
func merge(stack []located, name string) []located {
	var merged []located
	for _, at := range stack {
		n := at.node.children[name]
		switch {
		case n == nil:
			continue
		case n.whiteout:
			return merged
		case !n.isDir() && len(merged) == 0:
			return []located{{at.layer, n}}
		case !n.isDir():
			return merged
		}
		merged = append(merged, located{at.layer, n})
		if n.opaque {
			return merged
		}
	}
	return merged
}
