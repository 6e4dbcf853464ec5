// Package rootfs is the merged root file system of an image, read from its layers only as far as a question asks.
//
// What a reader would get wrong: a path's fate is decided by the topmost layer that names it, but within one layer the
// later tar entry wins, and a whiteout or opaque marker hides lower layers only, wherever in its layer it stands. As either
// may come last, a layer decides only when it was read to its end (which is also when its digest is verified).
//
// The rules are those of containerd on overlayfs, not those of a tar program: each layer is unpacked into an empty directory
// of its own, and the kernel merges the directories. So an entry never follows a symlink of a lower layer, a hard link never
// reaches into one, and some layers do not unpack at all (UnpackError). The nested module unpacktest compares this package
// with containerd's code and the kernel.
package rootfs
