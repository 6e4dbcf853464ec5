package rootfs

import "errors"

// Refusal is why the image does not unpack, as far as the layers that were read so far can tell: nil means that nothing is
// known against it, not that all of it is good. Lookup answers all the same.
func (m *Merged) Refusal() *UnpackError {
	trees, read := make([]*tree, len(m.layers)), 0
	for i, l := range m.layers {
		if trees[i] = l.slot.ready(l.bottom); trees[i] != nil {
			read++
		}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if read != m.judged { // layers are only ever added
		m.judged, m.refusal = read, m.judge(trees)
	}
	return m.refusal
}

func (m *Merged) judge(trees []*tree) *UnpackError {
	left := newBudget()
	for i, t := range trees {
		if t == nil {
			continue
		}
		if t.refusal != nil {
			return t.refusal
		}
		if e := t.inheritance(trees[:i], &left); e != nil {
			e.Layer = m.layers[i].source.name()
			return e
		}
	}
	return nil
}

// inheritance is the failure of containerd to look up, in the layers below, the directories that it had to make: their paths
// must not lead through a file there. A layer that was not read ends the search.
func (t *tree) inheritance(below []*tree, left *budget) *UnpackError {
	for _, dir := range t.implied {
		for i := len(below) - 1; i >= 0 && below[i] != nil; i-- {
			_, n, err := below[i].below(dir.path, left)
			if errors.Is(err, errSpent) {
				return nil
			}
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
