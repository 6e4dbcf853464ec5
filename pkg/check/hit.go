package check

import (
	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/policy"
)

// hit is a finding on its way into the report, with what superseding and merging must know of it.
type hit struct {
	finding.Finding
	rule *finding.Rule
	// object tells the objects of a run apart; equal for all hits of one.
	object int
	// pod is the JSON pointer of the pod spec that the hit lies in, container that of the container; "" where it lies
	// in none, so a hit on a pod-level field has a pod and no container.
	pod, container string
	// platform is that of the image that was judged; "" where the rule asks nothing of the image. Once platforms are
	// merged, the subject has them all.
	platform string
	// digests are those of the images that the hit is about.
	digests []string
	// kept: no other hit supersedes this one.
	kept bool
	// origin is nil for images.
	origin *origin
}

// newHit joins what a rule says with what is known of the rule.
func (e *Engine) newHit(h policy.Hit) hit {
	remediation := h.Write
	if remediation == "" {
		remediation = h.Rule.Remediation
	}
	severity, ok := e.severities[h.Rule.ID]
	if !ok {
		severity = h.Rule.Severity
	}
	return hit{
		rule: h.Rule, kept: e.controls[h.Rule.ID],
		Finding: finding.Finding{
			Rule: h.Rule.ID, Severity: severity, Message: h.Message, Path: h.Path,
			Remediation: remediation, HelpURI: h.Rule.HelpURI, Related: []finding.Related{},
		},
	}
}

// digestsOf lists the digest of an image, where it was read and has one.
func digestsOf(img *image.Image) []string {
	if img == nil || img.Digest == "" {
		return nil
	}
	return []string{img.Digest}
}
