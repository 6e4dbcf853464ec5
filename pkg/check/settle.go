package check

import (
	"slices"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// ruleImageUnresolved is reported once for an image reference, however many containers name it: all of them suffer from
// one cause, and one answer mends them all.
const ruleImageUnresolved = "runtime/image-unresolved"

// settle makes the findings of a report out of raw hits: one a cause, one for all platforms, in the report's order.
func settle(hits []hit) []finding.Finding {
	hits = mergePlatforms(supersedeByObject(hits))
	out := make([]finding.Finding, 0, len(hits))
	for _, h := range hits {
		out = append(out, h.Finding)
	}
	slices.SortStableFunc(out, finding.Compare)
	return onceAnImage(out)
}

// supersedeByObject compares only hits of one object with each other: there may be many objects.
func supersedeByObject(hits []hit) []hit {
	slices.SortStableFunc(hits, func(a, b hit) int { return a.object - b.object })
	var out []hit
	for len(hits) > 0 {
		n := 1
		for n < len(hits) && hits[n].object == hits[0].object {
			n++
		}
		out = append(out, supersede(hits[:n])...)
		hits = hits[n:]
	}
	return out
}

// onceAnImage keeps the first image-unresolved of each image reference and lists the places of the others under it.
func onceAnImage(sorted []finding.Finding) []finding.Finding {
	first := map[string]int{}
	out := sorted[:0:0]
	for _, f := range sorted {
		if f.Rule != ruleImageUnresolved {
			out = append(out, f)
			continue
		}
		at, met := first[f.Subject.Image]
		if !met {
			first[f.Subject.Image] = len(out)
			out = append(out, f)
			continue
		}
		out[at].Related = append(out[at].Related, related("also named by "+nameOf(f.Subject), f.Location))
	}
	return out
}

func nameOf(s finding.Subject) string {
	name := s.Kind + " " + s.Name
	if s.Container != "" {
		name += ", container " + s.Container
	}
	return name
}
