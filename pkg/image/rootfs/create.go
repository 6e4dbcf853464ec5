package rootfs

import (
	"archive/tar"
	"encoding/binary"
	"fmt"
	"math"
	"path"
)

// create makes the node for an entry. It returns nil where nothing comes to exist, and the reason of a refusal beside the
// node where something of it does.
func (a *applier) create(item *Item, index int) (*node, string) {
	n := a.slab.node()
	n.body, n.size, n.explicit = index, item.Size, true
	switch item.Typeflag {
	case tar.TypeLink:
		return a.hardLink(item)
	case tar.TypeReg:
		n.fileType, n.program = Regular, item.Program
	case tar.TypeGNUSparse:
		n.fileType, n.program = Regular, item.Program
		_ = n.describe(item)
		return n, unhandled(item)
	case tar.TypeDir:
		n.fileType, n.size = Directory, 0
	case tar.TypeSymlink:
		if item.Link == "" {
			return nil, "symlink: no such file or directory"
		}
		n.fileType, n.link, n.mode, n.size = Symlink, item.Link, 0o777, int64(len(item.Link))
	case tar.TypeChar, tar.TypeBlock:
		if min(item.Device[0], item.Device[1]) < 0 || max(item.Device[0], item.Device[1]) > math.MaxUint32 {
			return nil, "device number out of range"
		}
		n.fileType = Device
		n.whiteout = item.Typeflag == tar.TypeChar && item.Device == [2]int64{}
	case tar.TypeFifo:
		n.fileType = Fifo
	default:
		return nil, unhandled(item)
	}
	return n, n.describe(item)
}

func unhandled(item *Item) string {
	return fmt.Sprintf("unhandled tar header type %d", item.Typeflag)
}

// hardLink gives the inode of the target a second name. The target must stand in the same layer: layers are unpacked one by
// one, into directories of their own.
func (a *applier) hardLink(item *Item) (*node, string) {
	dir, base := path.Split(item.Link)
	located, err := a.tree.root.locate(dir, &a.budget)
	if err != nil {
		return nil, err.Error()
	}
	target := a.tree.root.find(relative(path.Join("/", located, base)))
	switch {
	case target == nil:
		reason := fmt.Sprintf("hard link to %q, which is not in the same layer", item.Link)
		return &node{inode: &inode{unknown: reason}, explicit: true}, reason
	case target.isDir():
		return nil, fmt.Sprintf("hard link to the directory %q", item.Link)
	}
	return &node{inode: target.inode, explicit: true}, target.describe(item)
}

// validCapability is what the kernel lets setxattr store (security/commoncap.c, cap_convert_nscap): revision 2 of 20 bytes
// or revision 3 of 24.
func validCapability(value []byte) bool {
	const revisionMask, revision2, revision3 = 0xff000000, 0x02000000, 0x03000000
	if len(value) < 4 {
		return false
	}
	revision := binary.LittleEndian.Uint32(value) & revisionMask
	return revision == revision2 && len(value) == 20 || revision == revision3 && len(value) == 24
}
