package known

import (
	"strings"

	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

type verdict int

const (
	kept verdict = iota
	left
	undecided
)

func (v verdict) answer() rootfs.Answer {
	if v == undecided {
		return rootfs.Answer{Unknown: "it depends on what the copy's patterns match"}
	}
	return rootfs.Answer{}
}

// filter says whether a path takes part in the copy. A directory that does not itself takes part if something below it
// does; where that would have to be searched for, it is undecided.
func (t *Transform) filter(path string, dir bool) verdict {
	rel := strings.TrimPrefix(strings.TrimPrefix(path, t.Root), "/")
	if rel == "" || t.Include == nil && t.Exclude == nil {
		return kept
	}
	if t.Exclude != nil {
		if m, err := t.Exclude.MatchesOrParentMatches(rel); err != nil {
			return undecided
		} else if m {
			if dir && t.Exclude.Exclusions() {
				return undecided
			}
			return left
		}
	}
	if t.Include == nil {
		return kept
	}
	if m, err := t.Include.MatchesOrParentMatches(rel); err != nil {
		return undecided
	} else if m {
		return kept
	}
	if !dir {
		return left
	}
	return t.above(rel)
}

// above decides a directory that no include pattern matches: it is made only on the way to something that one matches.
func (t *Transform) above(rel string) verdict {
	for _, p := range t.Include.Patterns() {
		s := strings.Trim(p.String(), "/")
		switch {
		case strings.ContainsAny(s, `*?[\`):
			return undecided
		case strings.HasPrefix(s, rel+"/"):
			return kept // what it leads to has to be there, or the build fails
		}
	}
	return left
}
