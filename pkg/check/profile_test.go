package check

import (
	"testing"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// A fault is one finding in every profile; what it counts as depends on level and version.
func TestControl(t *testing.T) {
	both := &finding.Rule{PSS: []finding.PSS{
		{Level: "baseline", Check: "capabilities_baseline", Since: "1.0"},
		{Level: "restricted", Check: "capabilities_restricted", Since: "1.22"},
	}}
	advice := &finding.Rule{}
	tests := []struct {
		name    string
		rule    *finding.Rule
		profile Profile
		minor   int
		want    string
	}{
		{"baseline counts the baseline control", both, Baseline, 37, "capabilities_baseline"},
		{"restricted counts the one that takes its place", both, Restricted, 22, "capabilities_restricted"},
		{"but not before there is one", both, Restricted, 21, "capabilities_baseline"},
		{"hardened counts as restricted does", both, Hardened, 37, "capabilities_restricted"},
		{"a rule that is no control", advice, Hardened, 37, ""},
		{"a control of the other level", &finding.Rule{PSS: both.PSS[1:]}, Baseline, 37, ""},
		{"a control that is younger", &finding.Rule{PSS: both.PSS[1:]}, Restricted, 21, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := tt.profile.Control(tt.rule, tt.minor)
			if got.Check != tt.want || ok != (tt.want != "") {
				t.Errorf("got %q, %v, want %q", got.Check, ok, tt.want)
			}
		})
	}
}
