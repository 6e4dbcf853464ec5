package known

import (
	"strings"

	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// maxLinks is how many symbolic links are followed on the way to one path (containerd/continuity fs.RootPath: 255).
const maxLinks = 255

// Place is where a path leads.
type Place struct {
	// Path is absolute, clean, and has no link on the way (nor at its end, if links were followed there).
	Path   string
	Answer rootfs.Answer
}

// Resolve follows the links of a path inside the root, as continuity's fs.RootPath does: ".." stops at "/", and names
// that are not there are taken as they stand. With last, a link at the end is followed too. Where an element is not
// known, the rest of the path is taken as it stands and the answer is unknown.
func (t *Tree) Resolve(s *Session, path string, last bool) Place {
	w := way{t: t, s: s, nodes: []*node{t.root}, todo: path}
	for {
		name, more := w.next()
		if name == "" {
			return w.end()
		}
		k := w.child(name)
		if k.entry == nil || k.entry.Type != rootfs.Symlink || !last && !more {
			w.enter(name, k)
			continue
		}
		if w.links++; w.links > maxLinks || len(w.todo) > maxPath {
			return Place{join(w.path(), name), rootfs.Answer{Unknown: "too many symbolic links at " + join(w.path(), name)}}
		}
		if strings.HasPrefix(k.entry.Link, "/") {
			w.nodes, w.names = w.nodes[:1], nil
		}
		w.todo = k.entry.Link + "/" + w.todo
	}
}

// maxPath bounds what is still to be walked: twice the kernel's PATH_MAX.
const maxPath = 8192

// way is a walk along a path.
type way struct {
	t     *Tree
	s     *Session
	nodes []*node // from the root to where the walk is
	names []string
	todo  string
	links int
}

// next takes the next name of the path, "" at its end; more tells whether another one follows.
func (w *way) next() (name string, more bool) {
	for w.todo != "" {
		name, w.todo, _ = strings.Cut(w.todo, "/")
		switch name {
		case "", ".":
			continue
		case "..":
			if n := len(w.names); n > 0 {
				w.names, w.nodes = w.names[:n-1], w.nodes[:n]
			}
			continue
		}
		return name, strings.Trim(w.todo, "/.") != "" || strings.Contains(w.todo, "..")
	}
	return "", false
}

// child is the node at a name of where the walk is.
func (w *way) child(name string) *node {
	n := w.nodes[len(w.nodes)-1]
	switch {
	case !w.s.spend():
		return unknown(tooMuchWork)
	case n.holds():
		return n.child(w.s, name)
	case n.unknown != "":
		return n
	}
	return absent(n.since)
}

func (w *way) enter(name string, k *node) {
	w.names, w.nodes = append(w.names, name), append(w.nodes, k)
}

func (w *way) path() string { return "/" + strings.Join(w.names, "/") }

func (w *way) end() Place {
	p := w.path()
	return Place{p, w.t.answer(w.nodes[len(w.nodes)-1], p)}
}

// Missing is the first directory on the way to a clean path, or the path itself, that is not known to be there; "" where
// everything is.
func (t *Tree) Missing(s *Session, path string) string {
	n := t.root
	for i := 1; i <= len(path) && path != "/"; i++ {
		if i < len(path) && path[i] != '/' {
			continue
		}
		start := strings.LastIndexByte(path[:i], '/') + 1
		if n = n.child(s, path[start:i]); !n.isDir() || !s.spend() {
			return path[:i]
		}
	}
	return ""
}
