package check

import (
	"slices"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// identityOfHit is what two findings share that differ in nothing but the platform.
type identityOfHit struct {
	rule, message, path, remediation string
	object                           int
	container                        string
	// line tells the findings on a Dockerfile apart, which have no path.
	line int
}

// mergePlatforms makes one finding of those that are equal but for the platform.
func mergePlatforms(hits []hit) []hit {
	at := make(map[identityOfHit]int, len(hits))
	kept := hits[:0:0]
	for _, h := range hits {
		key := identityOfHit{h.Rule, h.Message, h.Path, h.Remediation, h.object, h.container, h.Location.Line}
		i, met := at[key]
		if !met {
			at[key] = len(kept)
			i = len(kept)
			kept = append(kept, h)
		}
		into := &kept[i]
		if h.platform != "" && !slices.Contains(into.Subject.Platforms, h.platform) {
			into.Subject.Platforms = append(slices.Clone(into.Subject.Platforms), h.platform)
			slices.Sort(into.Subject.Platforms)
		}
		if met {
			into.Related = joinMissing(into.Related, h.Related)
			into.digests = joinMissing(into.digests, h.digests)
		}
	}
	return kept
}

// joinMissing appends what is not there yet. more has nothing twice.
func joinMissing[T comparable](into, more []T) []T {
	if len(into) == 0 {
		return slices.Clip(more)
	}
	for _, r := range more {
		if !slices.Contains(into, r) {
			into = append(into, r)
		}
	}
	return into
}

func related(message string, at finding.Location) finding.Related {
	return finding.Related{Message: message, Location: at}
}
