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
	todo := strings.Split(path, "/")
	at, links := "/", 0
	for len(todo) > 0 {
		name := todo[0]
		todo = todo[1:]
		switch name {
		case "", ".":
			continue
		case "..":
			at, _ = split(at)
			continue
		}
		next := join(at, name)
		a := t.Look(s, next)
		if a.Entry == nil || a.Entry.Type != rootfs.Symlink || !last && !more(todo) {
			at = next
			continue
		}
		if links++; links > maxLinks {
			return Place{next, rootfs.Answer{Unknown: "too many symbolic links at " + next}}
		}
		if strings.HasPrefix(a.Entry.Link, "/") {
			at = "/"
		}
		todo = append(strings.Split(a.Entry.Link, "/"), todo...)
	}
	return Place{at, t.Look(s, at)}
}

// more tells whether another name follows.
func more(todo []string) bool {
	for _, name := range todo {
		if name != "" && name != "." {
			return true
		}
	}
	return false
}
