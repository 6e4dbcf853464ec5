package check

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/config"
	"github.com/hullcheck/hullcheck/pkg/finding"
)

// Selection says which rules judge.
type Selection struct {
	Profile Profile
	// Globs are +GLOB or -GLOB, applied in order after the profile; the last that matches a rule decides. The star
	// matches any run of characters, the slash too.
	Globs []string
	// KubernetesMinor is the N of Kubernetes 1.N.
	KubernetesMinor int
	// Severities replace those that rules have, by ID.
	Severities map[string]finding.Severity
	// Parameters are what rules compare with.
	Parameters config.Parameters
	// KeepControls lets no finding supersede a control of the profile's level: who enforces the level must see it.
	KeepControls bool
}

// GlobError is a +GLOB or -GLOB that matches no rule, or has no sign.
type GlobError struct {
	Glob string
	// Unsigned: the sign is missing; else nothing matches.
	Unsigned bool
}

func (e *GlobError) Error() string {
	if e.Unsigned {
		return fmt.Sprintf("rule %q: write +%s to add or -%s to remove", e.Glob, e.Glob, e.Glob)
	}
	return fmt.Sprintf("no rule matches %q", e.Glob)
}

// Choose returns the rules of all that the selection takes, in the order of all.
func (s Selection) Choose(all []finding.Rule) ([]finding.Rule, error) {
	chosen := make([]bool, len(all))
	for i := range all {
		chosen[i] = all[i].DefaultOn && s.Profile.includes(&all[i], s.KubernetesMinor)
	}
	for _, g := range s.Globs {
		if err := applyGlob(g, all, chosen); err != nil {
			return nil, err
		}
	}
	var out []finding.Rule
	for i, r := range all {
		if !chosen[i] {
			continue
		}
		if v, ok := s.Severities[r.ID]; ok {
			r.Severity = v
		}
		out = append(out, r)
	}
	return out, nil
}

// controls are those of rules that are controls of the profile's level.
func (s Selection) controls(rules []finding.Rule) map[string]bool {
	out := map[string]bool{}
	for i := range rules {
		if _, ok := s.Profile.Control(&rules[i], s.KubernetesMinor); ok {
			out[rules[i].ID] = true
		}
	}
	return out
}

func applyGlob(glob string, all []finding.Rule, chosen []bool) error {
	if glob == "" || glob[0] != '+' && glob[0] != '-' {
		return &GlobError{Glob: glob, Unsigned: true}
	}
	pattern := strings.ReplaceAll(regexp.QuoteMeta(glob[1:]), `\*`, `.*`)
	match, err := regexp.Compile("^" + pattern + "$")
	if err != nil {
		return fmt.Errorf("rule %q: %w", glob, err)
	}
	matched := false
	for i := range all {
		if match.MatchString(all[i].ID) {
			chosen[i], matched = glob[0] == '+', true
		}
	}
	if !matched {
		return &GlobError{Glob: glob[1:]}
	}
	return nil
}

// evidence is the highest evidence that any rule for one of the input kinds asks for.
func evidence(rules []finding.Rule, kinds ...string) finding.Evidence {
	highest := finding.EvidenceNone
	for _, r := range rules {
		for _, k := range kinds {
			if r.Input == k && r.Evidence.Rank() > highest.Rank() {
				highest = r.Evidence
			}
		}
	}
	return highest
}
