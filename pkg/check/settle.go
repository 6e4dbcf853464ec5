package check

import (
	"slices"

	"github.com/hullcheck/hullcheck/pkg/config"
	"github.com/hullcheck/hullcheck/pkg/finding"
)

// ruleImageUnresolved is reported once for an image reference, however many containers name it: all of them suffer from
// one cause, and one answer mends them all.
const ruleImageUnresolved = "runtime/image-unresolved"

// settled is what raw hits come to.
type settled struct {
	// hits are those that count.
	hits     []hit
	excepted []finding.Excepted
	// all is what a baseline must hold to know every finding: also those that others supersede, since a finding of the
	// baseline supersedes nothing.
	all   []finding.Finding
	fixed []config.Known
}

// settle makes the findings of a report out of raw hits: one for all platforms, less what is agreed, one a cause, in the
// report's order. It overwrites hits: there may be a hundred thousand of them, and copies would be most of a run's memory.
func settle(hits []hit, agreed Agreed) settled {
	conceal(hits)
	hits = byObject(hits, mergePlatforms)
	slices.SortStableFunc(hits, func(a, b hit) int { return finding.Compare(a.Finding, b.Finding) })
	hits, excepted := agreed.except(onceAnImage(hits))
	var out settled
	if agreed.Record {
		out.all = findingsOf(hits)
	}
	fresh, known, fixed := agreed.known(hits)
	out.excepted, out.fixed = append(excepted, known...), fixed
	out.hits = byObject(fresh, supersede)
	return out
}

// findings are the hits that count, in the report's order.
func (s settled) findings() []finding.Finding {
	out := findingsOf(s.hits)
	slices.SortStableFunc(out, finding.Compare)
	return out
}

// byObject passes the hits of each object through f, which compares each with all others and may only leave some out.
func byObject(hits []hit, f func([]hit) []hit) []hit {
	slices.SortStableFunc(hits, func(a, b hit) int { return a.object - b.object })
	out := hits[:0]
	for len(hits) > 0 {
		n := 1
		for n < len(hits) && hits[n].object == hits[0].object {
			n++
		}
		out = append(out, f(hits[:n])...)
		hits = hits[n:]
	}
	return out
}

// onceAnImage keeps the first image-unresolved of each image reference and lists the places of the others under it.
func onceAnImage(sorted []hit) []hit {
	first := map[string]int{}
	out := sorted[:0]
	for _, h := range sorted {
		if h.Rule != ruleImageUnresolved {
			out = append(out, h)
			continue
		}
		at, met := first[h.Subject.Image]
		if !met {
			first[h.Subject.Image] = len(out)
			out = append(out, h)
			continue
		}
		out[at].Related = append(out[at].Related, related("also named by "+nameOf(h.Subject), h.Location))
	}
	return out
}

func nameOf(s finding.Subject) string {
	if s.Kind == "" {
		return "a Dockerfile"
	}
	name := s.Kind + " " + s.Name
	if s.Container != "" {
		name += ", container " + s.Container
	}
	return name
}
