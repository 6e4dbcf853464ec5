package rootfs

import (
	"archive/tar"
	"math"
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
}

func applyLayer(toc *TOC, bottom bool) *tree {
	a := &applier{toc: toc, bottom: bottom}
	a.tree.root = newDirectory(0o755, true)
	for i := range toc.Items {
		a.refuse(i, a.add(i))
	}
	for _, i := range a.dirs {
		a.refuse(i, a.touch(i))
	}
	return &a.tree
}

func (a *applier) refuse(index int, reason string) {
	if reason != "" && a.tree.refusal == nil {
		a.tree.refusal = &UnpackError{Layer: a.toc.Digest, Path: a.toc.Items[index].Name, Reason: reason}
	}
}

// touch is what containerd does last: it sets the times of every directory that had an entry, and fails where an entry after
// it put something else in its place or in its way.
func (a *applier) touch(index int) string {
	located, err := a.tree.root.locate(a.toc.Items[index].Name)
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
	item := &a.toc.Items[index]
	dir, base := path.Split(path.Clean(item.Name))
	if base == "" || base == "." || base == ".." {
		return "" // "/" itself
	}
	if len(base) > maxName {
		return "file name too long"
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

// parent is the directory that dir leads to, made with all that is missing above it.
func (a *applier) parent(dir, by string) (*node, string) {
	if a.last != nil && a.lastName == dir {
		return a.last, ""
	}
	located, err := a.tree.root.locate(dir)
	if err != nil {
		return nil, err.Error()
	}
	n := a.tree.root
	for rest := located; rest != ""; {
		var name string
		name, rest = next(rest)
		child := n.children[name]
		switch {
		case len(name) > maxName:
			return nil, "file name too long"
		case child == nil:
			child = n.imply(name)
			path := strings.TrimSuffix(located[:len(located)-len(rest)], "/")
			a.tree.implied = append(a.tree.implied, implied{path: path, by: by})
		case !child.isDir():
			return nil, errUnderFile.Error()
		}
		n = child
	}
	a.last, a.lastName = n, dir
	return n, ""
}

// maxName is NAME_MAX.
const maxName = 255

// place puts an entry at parent/base in place of what is there. Two directories become one.
func (a *applier) place(parent *node, base string, index int) string {
	item, there := &a.toc.Items[index], parent.children[base]
	if item.Typeflag == tar.TypeDir {
		a.dirs = append(a.dirs, index)
	}
	if item.Typeflag == tar.TypeDir && there != nil && there.isDir() {
		there.explicit = true
		return there.describe(item)
	}
	if there != nil {
		delete(parent.children, base)
		a.last = nil
	}
	if item.Typeflag == tar.TypeXGlobalHeader {
		return ""
	}
	child, reason := a.create(item, index)
	if child == nil {
		return reason
	}
	parent.set(base, child)
	if child.fileType == Symlink {
		a.last = nil
	}
	return reason
}

// describe gives an inode the owner, mode and capability of an entry. It is also done for a hard link's entry, on the
// inode that it shares. Changing the owner removes capabilities (chown(2)), so those not repeated are gone.
func (i *inode) describe(item *Item) string {
	i.uid, i.gid = chown(i.uid, item.UID), chown(i.gid, item.GID)
	i.capability = nil
	if i.fileType != Symlink {
		i.mode = item.Mode
	}
	if item.Capability == nil {
		return ""
	}
	if !validCapability(item.Capability) {
		return "invalid security.capability attribute"
	}
	i.capability = item.Capability
	return ""
}

// chown is what the kernel makes of an id out of a tar header: 32 bits, all ones meaning no change.
func chown(old, id int64) int64 {
	if uint32(id) == math.MaxUint32 { //nolint:gosec // the cut to 32 bits is what happens
		return old
	}
	return int64(uint32(id)) //nolint:gosec // as above
}
