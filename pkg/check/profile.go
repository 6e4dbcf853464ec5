package check

import (
	"fmt"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// Profile selects among the workload/* rules. Rules of every other category apply in every profile.
type Profile string

// The profiles: exactly the Pod Security Standard baseline, exactly restricted (which includes baseline), or all rules.
const (
	Baseline   Profile = "baseline"
	Restricted Profile = "restricted"
	Hardened   Profile = "hardened"
)

// Profiles lists the profiles from the laxest to the strictest.
func Profiles() []Profile { return []Profile{Baseline, Restricted, Hardened} }

// ParseProfile reads a profile as users write it.
func ParseProfile(s string) (Profile, error) {
	for _, p := range Profiles() {
		if string(p) == s {
			return p, nil
		}
	}
	return "", fmt.Errorf("unknown profile %q: write baseline, restricted or hardened", s)
}

const workloadCategory = "workload/"

// level is the level of the Pod Security Standards that the profile asks for.
func (p Profile) level() Profile {
	if p == Baseline {
		return Baseline
	}
	return Restricted
}

// Control is the control of the Pod Security Standards under which Kubernetes 1.minor counts a finding of the rule; false
// where the level of the profile has none in that version. A restricted control takes the place of the baseline one.
func (p Profile) Control(r *finding.Rule, minor int) (finding.PSS, bool) {
	var found finding.PSS
	for _, c := range r.PSS {
		since, err := ParseVersion(c.Since)
		if err != nil || since > minor || c.Level == string(Restricted) && p.level() == Baseline {
			continue
		}
		if found.Level != string(Restricted) {
			found = c
		}
	}
	return found, found.Level != ""
}

// includes tells whether the profile chooses a rule for Kubernetes 1.minor. Controls of the Pod Security Standards exist
// from a version on; hardened does not ask for the version, as advice is not younger than the field it is about.
func (p Profile) includes(r *finding.Rule, minor int) bool {
	if p == Hardened || !strings.HasPrefix(r.ID, workloadCategory) {
		return true
	}
	_, ok := p.Control(r, minor)
	return ok
}
