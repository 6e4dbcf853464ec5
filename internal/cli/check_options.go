package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/hullcheck/hullcheck/pkg/check"
	"github.com/hullcheck/hullcheck/pkg/config"
	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/policy"
)

// checkOptions are the flags of check.
type checkOptions struct {
	ruleFlags
	imageFlags
	render renderFlags
	outputFlags
	failOn        string
	deep          bool
	config        string
	baseline      string
	writeBaseline string
	file          *config.Config
}

// options joins flags and configuration; flags take precedence.
func (o *checkOptions) options(ctx context.Context, e *env, flags *pflag.FlagSet, args []string) (out check.Options, err error) {
	c, err := readConfig(o.config)
	if err != nil {
		return out, err
	}
	o.file = c
	if err = errors.Join(setUnwritten(flags, worldValues(c)), setUnwritten(flags, judgeValues(c))); err != nil {
		return out, err
	}
	out = check.Options{
		Stdin: e.stdin, Deep: o.deep, Jobs: o.jobs, Tool: finding.Tool{Name: "hullcheck", Version: toolVersion()},
	}
	if err = o.apply(&out, c); err != nil {
		return out, err
	}
	opener, err := o.opener(e)
	if err != nil {
		return out, err
	}
	out.Opener = opener
	o.registry = policyRegistry{fetcher: opener, env: e}
	if err = o.choose(ctx, &out, c); err != nil {
		return out, err
	}
	if err = o.render.apply(&out, c, args, "check"); err != nil {
		return out, err
	}
	if out.Agreed, err = o.agreed(c, ruleIDs(out.Rules)); err != nil {
		return out, err
	}
	out.Agreed.Part = len(args) > 0 && len(c.Sources) > 0
	return out, nil
}

// choose loads the rules and says which of them judge. Globs of the configuration come before those of the flags, so that
// a flag has the last word.
func (o *checkOptions) choose(ctx context.Context, out *check.Options, c *config.Config) (err error) {
	o.dirs = append(c.Policies, o.dirs...)
	o.globs = append(c.Rules, o.globs...)
	if out.Selection, err = o.selection(); err != nil {
		return err
	}
	out.Selection.Severities, out.Selection.Parameters = c.Severities, c.Parameters
	if out.Runtime, err = o.runtimeName(); err != nil {
		return err
	}
	if out.Rules, err = o.load(ctx); err != nil {
		return err
	}
	if len(o.dirs) > 0 && !slices.ContainsFunc(out.Rules.Rules(), func(r finding.Rule) bool { return !r.Builtin }) {
		// Whoever names a wrong folder must not take it for rules that were all kept.
		return withHint(fmt.Errorf("--policy: no rule is in %s", strings.Join(o.dirs, ", ")),
			"a rule stands at CATEGORY/NAME/NAME.rego below it; hullcheck policy new scaffolds one")
	}
	return c.Unknown(ruleIDs(out.Rules))
}

func ruleIDs(set *policy.Set) (ids []string) {
	for _, r := range check.AllRules(set) {
		ids = append(ids, r.ID)
	}
	return ids
}

// agreed are the exceptions and the baseline.
func (o *checkOptions) agreed(c *config.Config, rules []string) (check.Agreed, error) {
	out := check.Agreed{Ledger: config.NewLedger(c, time.Now(), rules...), Annotations: true}
	out.Record = o.writeBaseline != ""
	out.Adopt = out.Record && o.baseline == ""
	if o.baseline == "" {
		return out, nil
	}
	b, err := config.ReadBaseline(o.baseline)
	switch {
	case errors.Is(err, fs.ErrNotExist) && o.writeBaseline == o.baseline:
		out.Adopt, err = true, nil // this run writes the first one
	case errors.Is(err, fs.ErrNotExist):
		err = withHint(err, fmt.Sprintf("hullcheck check --write-baseline %s writes one", o.baseline))
	case err != nil:
		err = withHint(err, "a baseline is a file that --write-baseline wrote")
	}
	out.Baseline = b
	return out, err
}
