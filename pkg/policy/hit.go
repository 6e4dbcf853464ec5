package policy

import "github.com/hullcheck/hullcheck/pkg/finding"

// Hit is one member of a rule's deny set: a finding that knows neither its file nor its subject yet.
type Hit struct {
	// Rule is shared by all hits of the rule and must not be changed.
	Rule *finding.Rule
	// Message names the values seen and the fields that hold them.
	Message string
	// Path is the JSON pointer to report at, "" for the whole input.
	Path string
	// Write is a remediation that is more specific than the rule's own ("write USER 1000:2000"); "" where the rule's holds.
	Write string
	// Related are further places that explain the hit, in the order of their path and message.
	Related []HitRelated
}

// HitRelated is a second place that explains a hit.
type HitRelated struct {
	Message string
	Path    string
}
