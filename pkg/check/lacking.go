package check

import (
	"slices"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/identity"
	"github.com/hullcheck/hullcheck/pkg/manifest"
	"github.com/hullcheck/hullcheck/pkg/policy"
	"github.com/hullcheck/hullcheck/pkg/policy/input"
)

// lacking lists the container rules that were silent because their evidence is missing, not because all is well: the
// image was deliberately not read, or it was and does not tell. An image that could not be read has a finding of its own.
func (e *Engine) lacking(o *manifest.Object, in *input.Container, hits []policy.Hit) []finding.NotJudged {
	var out []finding.NotJudged
	for i := range e.rules {
		r := &e.rules[i]
		if reason := in.Image.Digest.Unknown; reason != "" && in.Image.Ref != "" && !in.Image.Asked && e.judgesReference(r.ID) {
			out = append(out, finding.NotJudged{Rule: r.ID, Source: o.Source, Reason: reason})
			continue
		}
		if r.Input != input.KindContainer || r.Evidence == finding.EvidenceNone || spoke(hits, r.ID) {
			continue
		}
		switch {
		case !in.Image.Asked && in.Image.Ref != "" && !speaksUnasked(r.ID):
			out = append(out, finding.NotJudged{Rule: r.ID, Source: o.Source, Reason: Unasked})
		case in.Image.Read:
			if reason := missing(r.Evidence, in); reason != "" {
				out = append(out, finding.NotJudged{Rule: r.ID, Source: in.Image.Source, Reason: reason})
			}
		}
	}
	return out
}

// judgesReference: a rule about the words of an image reference has no answer to one that is none, such as a variable that
// nobody filled in. Where the image was to be read, that it could not be is a finding.
func (e *Engine) judgesReference(rule string) bool {
	switch rule {
	case "workload/image-tag-mutable", "workload/image-not-by-digest":
		return true
	case "runtime/registry-not-allowed":
		return len(e.world.Parameters.AllowedRegistries) > 0
	}
	return false
}

// speaksUnasked: a workload/* rule judges the manifest, and only holds back where an image shows it to be right.
func speaksUnasked(rule string) bool {
	return rule == ruleImageUnresolved || strings.HasPrefix(rule, "workload/")
}

func spoke(hits []policy.Hit, rule string) bool {
	return slices.ContainsFunc(hits, func(h policy.Hit) bool { return h.Rule.ID == rule })
}

// missing is why an image that was read does not give the evidence of a level; "" where it does. Of a container whose user
// cannot be resolved all is known: it never runs, and one rule says so.
func missing(level finding.Evidence, in *input.Container) string {
	if r := firstUnknown(in.Image.User.Unknown); r != "" {
		return r
	}
	if r := identity.Reason(in.Start.Reason); r == identity.UserNotFound || r == identity.UserOutOfRange {
		return ""
	}
	if level.Rank() >= finding.EvidenceUsers.Rank() {
		if r := firstUnknown(in.Identity.UID.Unknown, in.Identity.GID.Unknown, in.Identity.InPasswd.Unknown); r != "" {
			return r
		}
	}
	if level.Rank() >= finding.EvidenceEntrypoint.Rank() && in.Start.Verdict == "unknown" {
		return in.Start.Message
	}
	return ""
}

func firstUnknown(reasons ...string) string {
	for _, r := range reasons {
		if r != "" {
			return r
		}
	}
	return ""
}
