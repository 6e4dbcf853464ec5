package report

import (
	"strings"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// advisor words remediations. A rule's own is a sentence in the imperative ("write a number in USER", "remove the
// volume"); one that a finding brings instead is the text to write ("USER 1000:1000").
type advisor map[string]string

func newAdvisor(rules []finding.Rule) advisor {
	a := advisor{}
	for _, r := range rules {
		a[r.ID] = r.Remediation
	}
	return a
}

// sentence is the remediation in the imperative, "" where there is none.
func (a advisor) sentence(f finding.Finding) string {
	general, known := a[f.Rule]
	if f.Remediation == "" || !known || f.Remediation == general || strings.HasPrefix(f.Remediation, "write ") {
		return f.Remediation
	}
	return "write " + f.Remediation
}

// note is the remediation behind a label: "write: USER 1000:1000", "fix: remove the volume".
func (a advisor) note(f finding.Finding) string {
	s := a.sentence(f)
	if what, ok := strings.CutPrefix(s, "write "); ok {
		return "write: " + what
	}
	if s == "" {
		return ""
	}
	return "fix: " + s
}
