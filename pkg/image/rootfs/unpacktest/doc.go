// Package unpacktest holds package rootfs against the real thing: containerd's own code unpacks random layers, the kernel's
// overlayfs merges them, and every path of the mount is compared. It is a module of its own so that containerd is no
// dependency of hullcheck's. It needs Linux and root, and skips without.
package unpacktest
