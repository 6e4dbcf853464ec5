package rootfs

import "context"

// inherit gives a directory without an entry of its own the owner and mode that containerd gives it: those of the same path
// in the nearest layer below that has it, looked up in that layer alone with its symlinks followed (pkg/archive, mkparent).
// Where that layer has no directory there, or no layer has the path, it stays 0755 root.
func (m *Merged) inherit(ctx context.Context, layer int, path string, into *Entry) (string, error) {
	for i := layer - 1; i >= 0; i-- {
		t, unknown, err := m.layers[i].tree(ctx)
		if unknown != "" || err != nil {
			return unknown, err
		}
		located, err := t.root.locate(path)
		if err != nil {
			return "", nil //nolint:nilerr // the path leads nowhere in that layer: nothing to inherit
		}
		n := t.root.find(located)
		switch {
		case n == nil:
			continue
		case !n.isDir():
			return "", nil
		case n.explicit:
			into.Mode, into.UID, into.GID = n.mode, n.uid, n.gid
			return "", nil
		}
		path = located // itself made without an entry: it inherited in its turn
	}
	return "", nil
}
