package dockerfile

import (
	"path"
	"strings"

	"github.com/moby/buildkit/solver/pb"

	"github.com/hullcheck/hullcheck/pkg/dockerfile/known"
)

// sources are the paths that a source names; all is false where a pattern's matches cannot be told.
func (w *walker) sources(src *known.Tree, c *pb.FileActionCopy) (names []string, all bool) {
	p := cleanAbs(c.GetSrc())
	if strings.Contains(p, marker) {
		return nil, false
	}
	if !c.GetAllowWildcard() || !wildcards(p) {
		return []string{p}, true // fsutil takes what is no pattern literally, backslashes included
	}
	return w.match(src, p)
}

// wildcards is what fsutil/copy takes for a pattern.
func wildcards(p string) bool {
	for i := 0; i < len(p); i++ {
		switch p[i] {
		case '\\':
			i++
		case '*', '?', '[':
			return true
		}
	}
	return false
}

// match finds what a pattern matches, element by element; a match of a directory hides what is below it.
func (w *walker) match(src *known.Tree, pattern string) (found []string, all bool) {
	dirs := []string{"/"}
	elements := strings.Split(strings.Trim(pattern, "/"), "/")
	for n, e := range elements {
		var next []string
		for _, d := range dirs {
			if !wildcards(e) {
				next = append(next, path.Join(d, e))
				continue
			}
			names, known, err := src.List(w.s.Context(), src.Resolve(w.s, d, true).Path)
			if err != nil || !known {
				return nil, false
			}
			for _, name := range names {
				if m, err := path.Match(e, name); err == nil && m {
					next = append(next, path.Join(d, name))
				}
			}
		}
		dirs = next
		if n == len(elements)-1 {
			return existing(w, src, dirs), true
		}
	}
	return nil, true
}

// existing leaves out literal ends of patterns that are not there.
func existing(w *walker, src *known.Tree, paths []string) []string {
	var out []string
	for _, p := range paths {
		if a := src.Resolve(w.s, p, true).Answer; a.Entry != nil || a.Unknown != "" {
			out = append(out, p)
		}
	}
	return out
}
