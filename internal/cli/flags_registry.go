package cli

import (
	"context"
	"fmt"

	"github.com/spf13/pflag"

	"github.com/hullcheck/hullcheck/internal/rulesource"
	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/policy"
)

// policyRegistry is how rules are fetched from registries.
type policyRegistry struct {
	// fetcher is the run's own opener of images; nil for one of its own, by the fields below.
	fetcher  rulesource.Fetcher
	caFile   string
	insecure []string
	// env is told of what is contacted and of names that move; nil for nobody.
	env *env
}

// register is for commands that read nothing else from registries.
func (r *policyRegistry) register(e *env, flags *pflag.FlagSet) {
	r.env = e
	registerRegistry(flags, &r.caFile, &r.insecure)
}

func registerRegistry(flags *pflag.FlagSet, caFile *string, insecure *[]string) {
	flags.StringVar(caFile, "ca-file", "", "`FILE` of PEM certificates to trust for registries, beside the system's")
	flags.StringArrayVar(insecure, "insecure-registry", nil,
		"`HOST` of a registry that may be spoken to without TLS or with a bad certificate (repeatable)")
}

// open finds the rules that names lead to.
func (r *policyRegistry) open(ctx context.Context, names []string) ([]policy.Source, error) {
	fetcher := r.fetcher
	if fetcher == nil && rulesource.Remote(names) {
		o, err := image.NewOpener(image.Options{
			CAFile: r.caFile, Insecure: r.insecure, UserAgent: "hullcheck/" + toolVersion(), Timeout: defaultTimeout,
			Contact: func(host string) { r.note("contacting registry %s", host) },
		})
		if err != nil {
			return nil, fmt.Errorf("prepare to fetch rules: %w", err)
		}
		defer o.Close()
		fetcher = o
	}
	found, err := rulesource.Open(ctx, names, fetcher)
	if err != nil {
		if image.ClassOf(err) == image.Malformed {
			return nil, err
		}
		return nil, withHint(err, image.HintOf(err))
	}
	for _, m := range found.Movable {
		r.note("policy %s is whatever its tag names next time", m[0])
		if r.env != nil {
			r.env.hint("write " + m[1])
		}
	}
	return found.Sources, nil
}

func (r *policyRegistry) note(format string, args ...any) {
	if r.env != nil {
		r.env.note(format, args...)
	}
}
