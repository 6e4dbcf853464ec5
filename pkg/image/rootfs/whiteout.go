package rootfs

// The names by which a layer hides what lies below it (image-spec, layer.md; first used by aufs).
const (
	whiteoutPrefix = ".wh."
	opaqueMarker   = ".wh..opq" // after the prefix
)

// whiteout applies ".wh."+name, found in parent.
func (a *applier) whiteout(parent *node, name string) string {
	switch {
	case name == opaqueMarker && a.bottom:
		parent.sweep()
		a.last = nil
		return ""
	case name == opaqueMarker:
		parent.opaque = true
		return ""
	case name == "" || name == "." || name == "..":
		return "invalid whiteout name"
	case a.bottom:
		delete(parent.children, name)
		a.last = nil
		return ""
	}
	there := parent.children[name]
	if there == nil {
		parent.set(name, &node{inode: &inode{whiteout: true}})
		return ""
	}
	there.opaque = true // what refuses to unpack still hides the lower layers
	return "file exists: the layer holds both the file and its whiteout"
}

// sweep is an opaque marker in the bottom layer: containerd then removes what its entries did not name, that is,
// directories that are only there because something lies in them, and with them that something.
func (n *node) sweep() {
	if !n.swept {
		n.swept = true
		n.removeImplicit()
	}
}

func (n *node) removeImplicit() {
	for name, child := range n.children {
		switch {
		case !child.explicit:
			delete(n.children, name)
		case child.isDir():
			child.removeImplicit()
		}
	}
}
