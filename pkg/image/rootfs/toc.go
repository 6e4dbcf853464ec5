package rootfs

import v1 "github.com/google/go-containerregistry/pkg/v1"

// TOC is one layer's table of contents: its tar entries in order, not yet applied. The order is kept because it decides
// (the later entry of a path wins, a hard link needs its target before it), and because the bottom layer is unpacked by
// other rules than those above it.
type TOC struct {
	Digest v1.Hash // of the bytes as stored, zero where only the tar stream was read
	DiffID v1.Hash // of the tar stream
	Stored int64   // bytes as stored
	Items  []Item
	// Bodies holds the contents that were kept, by index in Items. A wanted body that is missing may be fetched by
	// scanning the layer again.
	Bodies map[int][]byte
}

// Item is one tar entry as written, whiteouts included.
type Item struct {
	Name     string // as written
	Typeflag byte   // as in archive/tar
	Mode     uint32 // permission bits with setuid, setgid, sticky
	UID, GID int64
	Link     string // target of a symlink or hard link, as written
	Size     int64
	// Whiteout device: a character device 0:0 is a whiteout for overlayfs.
	ZeroDevice bool
	Capability []byte
	Program    *Program
}
