package check

import (
	"fmt"
	"slices"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/policy/input"
)

// The parameters, by the names that the configuration and METADATA have for them.
const (
	minimumUID          = "minimum-uid"
	allowedCapabilities = "allowed-capabilities"
	allowedRegistries   = "allowed-registries"
)

// parametersInput is what rules see of the parameters. The Pod Security Standards have none, so the profiles that are
// exactly those keep theirs.
func parametersInput(s Selection) input.Parameters {
	out := input.Parameters{MinimumUID: s.Parameters.MinimumUID, AllowedRegistries: s.Parameters.AllowedRegistries}
	if s.Profile == Hardened {
		out.AllowedCapabilities = s.Parameters.AllowedCapabilities
	}
	return out
}

// IdleParameter is a parameter that is set and that no rule compares with.
type IdleParameter struct{ Name, Reason string }

// IdleParameters finds those of a selection, given the rules that it has chosen: a setting without effect is a mistake
// about what is guarded.
func (s Selection) IdleParameters(chosen []finding.Rule) []IdleParameter {
	in := parametersInput(s)
	var out []IdleParameter
	for _, p := range []struct {
		name      string
		set, seen bool
	}{
		{allowedCapabilities, len(s.Parameters.AllowedCapabilities) > 0, len(in.AllowedCapabilities) > 0},
		{allowedRegistries, len(s.Parameters.AllowedRegistries) > 0, true},
		{minimumUID, s.Parameters.MinimumUID != 0, true},
	} {
		switch {
		case !p.set:
		case !p.seen:
			reason := fmt.Sprintf("the profile %s is exactly that of the Pod Security Standards", s.Profile)
			out = append(out, IdleParameter{p.name, reason})
		case !slices.ContainsFunc(chosen, func(r finding.Rule) bool { return slices.Contains(r.Parameters, p.name) }):
			out = append(out, IdleParameter{p.name, "no chosen rule compares with it"})
		}
	}
	return out
}
