package check

import (
	"slices"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/dockerfile"
)

// supersede drops the hits whose cause a stronger rule names, and lists them, with what explains them, under related of the
// one that stays. It must see all hits of an object with their platforms merged, and none that an exception or the
// baseline takes out: a finding that does not count hides nothing.
func supersede(hits []hit) []hit {
	if !slices.ContainsFunc(hits, func(h hit) bool { return len(h.rule.Supersedes) > 0 }) {
		return hits
	}
	covers := make([]map[int]bool, len(hits))
	for i := range hits {
		covers[i] = covered(hits, i, map[int]bool{})
	}
	kept := hits[:0:0]
	for i, h := range hits {
		if coveredByOther(covers, i) {
			continue
		}
		for j := range hits {
			if covers[i][j] && j != i {
				h.Related = append(h.Related, related(hits[j].Rule+": "+hits[j].Message, hits[j].Location))
				h.Related = joinMissing(h.Related, hits[j].Related)
			}
		}
		kept = append(kept, h)
	}
	return kept
}

// covered adds to met the hits that i supersedes, and those that these supersede in turn: they have one cause.
func covered(hits []hit, i int, met map[int]bool) map[int]bool {
	if len(hits[i].rule.Supersedes) == 0 {
		return met
	}
	for j := range hits {
		if i != j && !met[j] && hits[i].supersedes(&hits[j]) {
			met[j] = true
			covered(hits, j, met)
		}
	}
	return met
}

// coveredByOther tells whether a hit is dropped. Of rules that supersede each other none is: they must not end in silence.
func coveredByOther(covers []map[int]bool, j int) bool {
	for i := range covers {
		if covers[i][j] && !covers[j][i] {
			return true
		}
	}
	return false
}

// supersedes tells whether h names the cause of other: its METADATA says so, both are about the same place, and they are
// not both controls of the Pod Security Standards, which are reported to the letter.
func (h *hit) supersedes(other *hit) bool {
	if other.kept || !slices.Contains(h.rule.Supersedes, other.Rule) || len(h.rule.PSS) > 0 && len(other.rule.PSS) > 0 {
		return false
	}
	if h.object != other.object || !coversPlatforms(h.Subject.Platforms, other.Subject.Platforms) {
		return false
	}
	switch {
	case strings.HasPrefix(other.Rule, dockerfile.LintCategory):
		return h.Location.File == other.Location.File && h.Location.Line == other.Location.Line
	case h.container != "":
		return h.container == other.container || h.Path != "" && h.Path == other.Path
	case h.pod != "" && other.container != "":
		return h.pod == other.pod
	default:
		return h.pod == other.pod && nested(h.Path, other.Path)
	}
}

// coversPlatforms tells whether what holds on some platforms accounts for all of others; none means that it does not
// depend on the platform.
func coversPlatforms(platforms, others []string) bool {
	missing := func(p string) bool { return !slices.Contains(platforms, p) }
	return len(platforms) == 0 || len(others) > 0 && !slices.ContainsFunc(others, missing)
}

// nested tells whether one of two JSON pointers is the other, or lies in it.
func nested(a, b string) bool {
	return a == b || strings.HasPrefix(a, b+"/") || strings.HasPrefix(b, a+"/")
}
