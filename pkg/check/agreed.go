package check

import (
	"path"

	"github.com/hullcheck/hullcheck/pkg/config"
	"github.com/hullcheck/hullcheck/pkg/dockerfile"
	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/jsonpointer"
	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// Agreed is what people have agreed about findings: those that it takes out of the count are reported apart, with the
// reason. The zero value takes out none.
type Agreed struct {
	// Ledger holds the exceptions; nil for none.
	Ledger *config.Ledger
	// Annotations tells whether exceptions that objects carry are honoured.
	Annotations bool
	// Baseline holds what was there before; nil for none.
	Baseline *config.Baseline
	// Part tells that what is judged is a part of what configuration and baseline are about: it does not follow that what
	// nothing matches is of no use.
	Part bool
	// Adopt takes everything that is found for known, as it will be once the baseline is written that this run is for.
	Adopt bool
	// Record tells whether a new baseline is wanted, so that the result names all that it has to hold.
	Record bool
}

// origin is what exceptions ask of an object beyond its findings.
type origin struct {
	labels    map[string]string
	annotated *config.Annotated
}

// originOf reads the exceptions that an object carries. Those that are not as they must be except nothing and are
// returned.
func (a Agreed) originOf(o *manifest.Object) (*origin, config.Problems) {
	out := &origin{labels: o.Labels}
	if a.Ledger == nil || !a.Annotations {
		return out, nil
	}
	at := func(meta string) func(string) finding.Location {
		return func(key string) finding.Location { return o.Locate(jsonpointer.Child(meta+"/annotations", key)) }
	}
	var bad config.Problems
	out.annotated, bad = a.Ledger.Annotate(o.Annotations, "", at("/metadata"))
	for i := range o.Pods {
		p := &o.Pods[i]
		if p.MetaPath == "/metadata" {
			continue // the object is the pod
		}
		more, faults := a.Ledger.Annotate(p.Annotations, templateOf(o, p), at(p.MetaPath))
		out.annotated.Join(more)
		bad = append(bad, faults...)
	}
	return out, bad
}

// templateOf is the JSON pointer of what the annotations of a pod template are about: the template, or the whole object
// where it has no other.
func templateOf(o *manifest.Object, p *manifest.Pod) string {
	switch {
	case len(o.Pods) == 1:
		return ""
	case path.Dir(p.MetaPath) == path.Dir(p.SpecPath):
		return path.Dir(p.SpecPath)
	}
	return p.SpecPath
}

// warnings are what a ledger that was opened for one object has to say in the end.
func (a Agreed) warnings() config.Problems {
	if a.Ledger == nil {
		return nil
	}
	return a.Ledger.Warnings(true)
}

// originOfDockerfile reads the exceptions in a Dockerfile's comments. Those that are not as they must be except nothing and
// are returned.
func (a Agreed) originOfDockerfile(p *dockerfile.Prediction) (*origin, config.Problems) {
	if a.Ledger == nil || !a.Annotations {
		return nil, nil
	}
	comments := make([]config.Comment, 0, len(p.Ignores))
	for _, i := range p.Ignores {
		comments = append(comments, config.Comment{Rules: i.Rules, Reason: i.Reason, At: i.Comment, Covers: i.Location})
	}
	annotated, bad := a.Ledger.Comments(comments)
	return &origin{annotated: annotated}, bad
}

// except splits hits into those that count, which overwrite them, and those that an exception takes out.
func (a Agreed) except(hits []hit) (counted []hit, out []finding.Excepted) {
	if a.Ledger == nil {
		return hits, nil
	}
	counted = hits[:0]
	for _, h := range hits {
		c := config.Candidate{Finding: h.Finding, Digests: h.digests}
		if h.origin != nil {
			c.Labels, c.Annotated = h.origin.labels, h.origin.annotated
		}
		if e, ok := a.Ledger.Except(c); ok {
			out = append(out, e)
		} else {
			counted = append(counted, h)
		}
	}
	return counted, out
}

// known splits hits, which must be in the order of the report, into those that are new, which overwrite them, and
// those of the baseline, and names the entries of the baseline that are fixed.
func (a Agreed) known(hits []hit) (fresh []hit, out []finding.Excepted, fixed []config.Known) {
	baseline := a.Baseline
	if a.Adopt {
		baseline = config.NewBaseline(findingsOf(hits))
	}
	if baseline == nil {
		return hits, nil, nil
	}
	left, out, fixed := baseline.Split(findingsOf(hits))
	fresh = hits[:0]
	for _, h := range hits {
		if len(left) > 0 && finding.Compare(h.Finding, left[0]) == 0 {
			fresh, left = append(fresh, h), left[1:]
		}
	}
	return fresh, out, fixed
}

func findingsOf(hits []hit) []finding.Finding {
	out := make([]finding.Finding, 0, len(hits))
	for _, h := range hits {
		out = append(out, h.Finding)
	}
	return out
}
