package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/hullcheck/hullcheck/pkg/check"
	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/identity"
	"github.com/hullcheck/hullcheck/pkg/policy"
	"github.com/hullcheck/hullcheck/policies"
)

// ruleFlags say by which rules is judged, and in what world.
type ruleFlags struct {
	profile, kubernetes, runtime string
	globs, dirs                  []string
	registry                     policyRegistry
}

func (f *ruleFlags) register(flags *pflag.FlagSet) {
	flags.StringVar(&f.profile, "profile", string(check.Hardened),
		"`PROFILE` of workload/* rules: baseline or restricted (the Pod Security Standards), or hardened (all)")
	flags.StringArrayVar(&f.globs, "rule", nil, "add or remove rules by their ID, `+GLOB|-GLOB` (repeatable; the last one decides)")
	f.registerPolicies(flags)
	f.registerWorld(flags)
}

func (f *ruleFlags) registerPolicies(flags *pflag.FlagSet) {
	flags.StringArrayVar(&f.dirs, "policy", nil, "a `DIR` with more rules, or oci://REF@DIGEST (repeatable)")
}

func (f *ruleFlags) registerWorld(flags *pflag.FlagSet) {
	flags.StringVar(&f.kubernetes, "kubernetes-version", fmt.Sprintf("1.%d", check.NewestKnown),
		"Kubernetes `VERSION` whose rules apply")
	flags.StringVar(&f.runtime, "runtime", string(identity.Containerd),
		"`RUNTIME` whose user resolution, capabilities and volumes apply: containerd or cri-o")
}

// load reads the built-in rules and those of --policy.
func (f *ruleFlags) load(ctx context.Context) (*policy.Set, error) {
	more, err := f.registry.open(ctx, f.dirs)
	if err != nil {
		return nil, err
	}
	builtin := policy.Source{FS: policies.FS, Builtin: true, Index: policies.Index}
	return policy.Load(ctx, append([]policy.Source{builtin}, more...)...)
}

// selection is what the flags choose.
func (f *ruleFlags) selection() (s check.Selection, err error) {
	s.Globs = f.globs
	s.Profile, err = check.ParseProfile(f.profile)
	if err != nil {
		return s, withHint(err, didYouMean(f.profile, names(check.Profiles())))
	}
	s.KubernetesMinor, err = check.ParseVersion(f.kubernetes)
	return s, err
}

func (f *ruleFlags) runtimeName() (identity.Runtime, error) {
	known := []identity.Runtime{identity.Containerd, identity.CRIO}
	for _, r := range known {
		if string(r) == f.runtime {
			return r, nil
		}
	}
	return "", withHint(fmt.Errorf("unknown runtime %q: write containerd or cri-o", f.runtime),
		didYouMean(f.runtime, names(known)))
}

// names are the texts of an enumeration.
func names[T ~string](values []T) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = string(v)
	}
	return out
}

// ruleHint adds the nearest rule ID to an error about a --rule that matches nothing.
func ruleHint(err error, rules []finding.Rule) error {
	var g *check.GlobError
	if !errors.As(err, &g) {
		return err
	}
	id := strings.TrimLeft(g.Glob, "+-")
	if slices.ContainsFunc(rules, func(r finding.Rule) bool { return r.ID == id }) {
		return err
	}
	return withHint(err, ruleSuggestion(id, rules))
}

// ruleSuggestion is advice on a rule that does not exist: the nearest ID, also where only the part behind the slash was
// written.
func ruleSuggestion(typed string, rules []finding.Rule) string {
	ids := make([]string, len(rules))
	for i, r := range rules {
		ids[i] = r.ID
		if _, name, _ := strings.Cut(r.ID, "/"); name == typed {
			return fmt.Sprintf("did you mean %s?", r.ID)
		}
	}
	if h := didYouMean(typed, ids); h != "" {
		return h
	}
	return "hullcheck rules lists all rules"
}
