package rootfs

import (
	"errors"
	"path"
)

// maxUnpackLinks is how many symlinks containerd follows on the way to an entry's parent (continuity, fs.RootPath).
const maxUnpackLinks = 255

// The kernel's NAME_MAX, and PATH_MAX without its NUL.
const (
	maxName = 255
	maxPath = 4095
)

var (
	errUnderFile    = errors.New("not a directory")
	errTooManyLinks = errors.New("too many links")
	errNameTooLong  = errors.New("file name too long")
	errSpent        = errors.New("too much to walk")
)

// maxWalked caps, in bytes, the paths that are walked while a layer is unpacked, links resolved. Large layers need some
// 50 MB.
const maxWalked = 128 << 20

// budget is what is left of maxWalked.
type budget int

func newBudget() budget { return maxWalked }

func (b *budget) spent() bool { return *b <= 0 }

// locate resolves p inside one unpacked layer as continuity's fs.RootPath does: symlinks are followed, the last component's
// too, ".." is removed from the text of a link's target before it is walked (fs.RootPath does so except for a relative link
// in the root directory), and what does not exist stays as it is written. The result is clean and relative.
func (n *node) locate(p string, b *budget) (string, error) {
	p = relative(p)
	for links := 0; ; links++ {
		*b -= budget(len(p))
		switch {
		case b.spent():
			return "", errSpent
		case len(p) > maxPath:
			return "", errNameTooLong
		}
		target, link, err := n.firstLink(p, b)
		if err != nil || !link {
			return p, err
		}
		if links == maxUnpackLinks {
			return "", errTooManyLinks
		}
		p = target
	}
}

// firstLink is p with its first symlink, if there is one, replaced by where that leads.
func (n *node) firstLink(p string, b *budget) (target string, link bool, err error) {
	for rest, done := p, 0; rest != ""; {
		var name string
		name, rest = next(rest)
		n = n.children[name]
		switch {
		case n == nil:
			return "", false, nil
		case n.fileType == Symlink:
			*b -= budget(len(n.link))
			if path.IsAbs(n.link) {
				return relative(path.Join(n.link, rest)), true, nil
			}
			return relative(path.Join(p[:done], n.link, rest)), true, nil
		case !n.isDir() && rest != "":
			return "", false, errUnderFile
		}
		done += len(name) + 1
	}
	return "", false, nil
}

// find is the node at a clean relative path, no link followed; nil where there is none.
func (n *node) find(p string) *node {
	for rest := p; rest != "" && n != nil; {
		var name string
		name, rest = next(rest)
		n = n.children[name]
	}
	return n
}
