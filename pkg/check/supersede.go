package check

import (
	"slices"
	"strings"
)

// supersede drops the hits whose cause a stronger rule names, and lists them under related of the one that stays. It must
// see all hits of an object, and none that an exception or the baseline takes out: a finding that does not count hides
// nothing.
func supersede(hits []hit) []hit {
	dropped := make([]bool, len(hits))
	for i := range hits {
		for j := range hits {
			if i != j && !dropped[j] && hits[i].supersedes(&hits[j]) {
				dropped[j] = true
			}
		}
	}
	for j := range hits {
		if !dropped[j] {
			continue
		}
		for i := range hits {
			if !dropped[i] && hits[i].supersedes(&hits[j]) {
				hits[i].Related = append(hits[i].Related, related(hits[j].Rule+": "+hits[j].Message, hits[j].Location))
			}
		}
	}
	kept := hits[:0:0]
	for i := range hits {
		if !dropped[i] {
			kept = append(kept, hits[i])
		}
	}
	return kept
}

// supersedes tells whether h names the cause of other: its METADATA says so, both are about the same place, and they are
// not both controls of the Pod Security Standards, which are reported to the letter.
func (h *hit) supersedes(other *hit) bool {
	if !slices.Contains(h.rule.Supersedes, other.Rule) || len(h.rule.PSS) > 0 && len(other.rule.PSS) > 0 {
		return false
	}
	if h.object != other.object || h.platform != "" && h.platform != other.platform {
		return false
	}
	switch {
	case h.container != "":
		return h.container == other.container || h.Path != "" && h.Path == other.Path
	case h.pod != "" && other.container != "":
		return h.pod == other.pod
	default:
		return h.pod == other.pod && nested(h.Path, other.Path)
	}
}

// nested tells whether one of two JSON pointers is the other, or lies in it.
func nested(a, b string) bool {
	return a == b || strings.HasPrefix(a, b+"/") || strings.HasPrefix(b, a+"/")
}
