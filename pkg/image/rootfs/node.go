package rootfs

import "path"

// node is a name in the tree of one unpacked layer.
type node struct {
	*inode
	children map[string]*node
	// opaque: lower layers do not show through this directory.
	opaque bool
	// explicit: a tar entry made it. A directory made only because something lies in it has no attributes of its own.
	explicit bool
	swept    bool // the bottom layer's opaque marker was applied here
	// What a directory made without an entry has if no layer below has it: the group of a setgid parent, known (group) or to
	// be asked of that parent (nested), which then had no entry yet either.
	group  int64
	nested bool
}

// inode is what hard links share.
type inode struct {
	fileType   FileType
	whiteout   bool // hides the name in lower layers, and is itself not there
	unknown    string
	mode       uint32
	uid, gid   int64
	link       string
	size       int64
	capability []byte
	program    *Program
	body       int // index of the TOC item with the content
}

// slab hands out nodes with their inodes by the hundred: a layer has thousands, and they live and die together.
type slab []struct {
	node
	inode inode
}

func (s *slab) node() *node {
	if len(*s) == 0 {
		*s = make(slab, 256)
	}
	n := &(*s)[0]
	*s = (*s)[1:]
	n.node.inode = &n.inode
	return &n.node
}

func newDirectory(mode uint32, explicit bool) *node {
	return &node{inode: &inode{fileType: Directory, mode: mode}, explicit: explicit}
}

const setgid = 0o2000

// imply makes a directory without an entry.
func (n *node) imply(name string) *node {
	child := newDirectory(0o755, false)
	child.nested = !n.explicit
	if n.explicit && n.mode&setgid != 0 {
		child.group = n.gid
	}
	n.set(name, child)
	return child
}

func (n *node) isDir() bool { return n.fileType == Directory && !n.whiteout }

func (n *node) set(name string, child *node) {
	if n.children == nil {
		n.children = map[string]*node{}
	}
	n.children[name] = child
}

// entry is the node as lstat would show it at p.
func (n *node) entry(p string) *Entry {
	return &Entry{
		Path: p, Type: n.fileType, Mode: n.mode, UID: n.uid, GID: n.gid, Link: n.link, Size: n.size,
		Capability: n.capability, Program: n.program,
	}
}

// rootEntry is the container's "/", whatever layers say of "." and "./": no runtime applies such entries.
func rootEntry() Entry { return Entry{Path: "/", Type: Directory, Mode: 0o755} }

// next is the first component of a relative path, and the rest.
func next(p string) (name, rest string) {
	for i := range len(p) {
		if p[i] == '/' {
			return p[:i], p[i+1:]
		}
	}
	return p, ""
}

// relative is a clean path without its leading slash; "" is the root.
func relative(p string) string { return path.Clean("/" + p)[1:] }
