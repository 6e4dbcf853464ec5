package rootfs

// Refusal is why the image does not unpack, as far as the layers that were read so far can tell: nil means that nothing is
// known against it, not that all of it is good. Lookup answers all the same.
func (m *Merged) Refusal() *UnpackError {
	trees := make([]*tree, len(m.layers))
	for i, l := range m.layers {
		trees[i] = l.slot.tree(l.bottom)
		if trees[i] == nil {
			continue
		}
		if trees[i].refusal != nil {
			return trees[i].refusal
		}
		if e := trees[i].inheritance(trees[:i]); e != nil {
			e.Layer = l.source.name()
			return e
		}
	}
	return nil
}

// inheritance is the failure of containerd to look up, in the layers below, the directories that it had to make: their paths
// must not lead through a file there. A layer that was not read ends the search.
func (t *tree) inheritance(below []*tree) *UnpackError {
	for _, dir := range t.implied {
		for i := len(below) - 1; i >= 0 && below[i] != nil; i-- {
			_, n, err := below[i].below(dir.path)
			if err != nil {
				return &UnpackError{Path: dir.by, Reason: "a layer below: " + err.Error()}
			}
			if n != nil {
				break
			}
		}
	}
	return nil
}
