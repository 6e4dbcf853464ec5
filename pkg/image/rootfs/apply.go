package rootfs

import (
	"path"
	"strings"
)

// tree is one layer as containerd's overlayfs snapshotter unpacks it: into a directory of its own, whose whiteouts the
// kernel's overlayfs then applies to the layers below (containerd 2.4.2, core/diff/apply and pkg/archive). So a symlink of
// a lower layer never redirects an entry: "bin/sh" over a lower "bin -> usr/bin" makes a real /bin. Only the bottom layer
// is unpacked by the other rules, where a whiteout removes what it names.
type tree struct {
	root    *node
	refusal *UnpackError // the first entry that containerd fails at
	implied []implied
}

// implied is a directory that was made for what lies in it, and the name of that.
type implied struct{ path, by string }

// applier unpacks a TOC. After a refusal it goes on, so that questions about other paths have their answer.
type applier struct {
	tree   tree
	toc    *TOC
	bottom bool
	// The parent of the last entry, as most entries lie beside the one before; nil after anything that may move it.
	lastName string
	last     *node
	dirs     []int // items that made or described a directory
	slab     slab
	budget   budget
}

// maxImplied caps the directories that a layer can make without an entry for each.
const maxImplied = 500_000

// applyLayer unpacks a layer into memory. The error is a LimitError: names that lead through links can cost far more than
// their length.
func applyLayer(toc *TOC, bottom bool) (*tree, error) {
	a := &applier{toc: toc, bottom: bottom, budget: newBudget()}
	a.tree.root = newDirectory(0o755, true)
	for i := range toc.Items {
		a.refuse(i, a.add(i))
	}
	for _, i := range a.dirs {
		a.refuse(i, a.touch(i))
	}
	switch {
	case a.budget.spent():
		return nil, &LimitError{What: "bytes of path walked", Limit: maxWalked}
	case len(a.tree.implied) > maxImplied:
		return nil, &LimitError{What: "directories without an entry", Limit: maxImplied}
	}
	return &a.tree, nil
}

func (a *applier) refuse(index int, reason string) {
	if reason != "" && a.tree.refusal == nil {
		a.tree.refusal = &UnpackError{Layer: a.toc.Digest, Path: a.toc.Items[index].Name, Reason: reason}
	}
}

// touch is what containerd does last: it sets the times of every directory that had an entry, and fails where an entry after
// it put something else in its place or in its way.
func (a *applier) touch(index int) string {
	located, err := a.tree.root.locate(a.toc.Items[index].Name, &a.budget)
	if err != nil {
		return err.Error()
	}
	if located != "" && a.tree.root.find(located) == nil {
		return "the directory is gone again at the end of the layer"
	}
	return ""
}

// add unpacks one entry and returns why that fails, or "".
func (a *applier) add(index int) string {
	if len(a.tree.implied) > maxImplied {
		return ""
	}
	item := &a.toc.Items[index]
	dir, base := path.Split(path.Clean(item.Name))
	if base == "" || base == "." || base == ".." {
		return "" // "/" itself
	}
	if len(base) > maxName {
		return errNameTooLong.Error()
	}
	parent, reason := a.parent(dir, item.Name)
	if reason != "" {
		return reason
	}
	if name, ok := strings.CutPrefix(base, whiteoutPrefix); ok {
		return a.whiteout(parent, name)
	}
	return a.place(parent, base, index)
}
