package rootfs

import "strings"

// parent is the directory that dir leads to, made with all that is missing above it.
func (a *applier) parent(dir, by string) (*node, string) {
	if a.last != nil && a.lastName == dir {
		return a.last, ""
	}
	located, err := a.tree.root.locate(dir, &a.budget)
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
			return nil, errNameTooLong.Error()
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
