package rootfs

import v1 "github.com/google/go-containerregistry/pkg/v1"

// TOC is one layer's table of contents: its tar entries in order, not yet applied. The order is kept because it decides
// (the later entry of a path wins, a hard link needs its target before it), and because a runtime unpacks the bottom layer
// by other rules than those above it.
type TOC struct {
	Digest v1.Hash // of the bytes as stored
	DiffID v1.Hash // of the tar stream; equal to Digest for a plain tar
	Stored int64   // bytes as stored
	Items  []Item
	// Bodies holds the contents that were kept, by index in Items.
	Bodies map[int][]byte
	// Unread says why the layer was not read to its end, such as its size; "" where it was. It then decides nothing, while
	// the layers above it still do. Scan does not set it: who reads a stream only once gives such a TOC to FromTOCs.
	Unread string
}

// Item is one tar entry as written, whiteouts included.
type Item struct {
	Name     string
	Typeflag byte   // as in archive/tar
	Mode     uint32 // permission bits with setuid, setgid, sticky
	UID, GID int64
	Link     string // target of a symlink or hard link
	Size     int64
	Device   [2]int64 // major and minor number of a device
	// Capability is the security.capability extended attribute, cut after maxCapability bytes.
	Capability []byte
	Program    *Program // of a regular file
}

// maxCapability is more than the largest valid struct vfs_cap_data (24 bytes, revision 3), so that a cut value is invalid
// too.
const maxCapability = 64
