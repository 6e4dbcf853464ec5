package rootfs

import (
	"archive/tar"
	"math"
)

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
	if uint32(id) == math.MaxUint32 {
		return old
	}
	return int64(uint32(id))
}
