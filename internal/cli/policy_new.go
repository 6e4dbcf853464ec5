package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/hullcheck/hullcheck/internal/scaffold"
	"github.com/hullcheck/hullcheck/pkg/policy"
	"github.com/hullcheck/hullcheck/pkg/policy/input"
)

func policyNewCommand(e *env) *cobra.Command {
	var dir, kind string
	cmd := &cobra.Command{
		Use:   "new CATEGORY/RULE",
		Short: "Scaffold the folder of a new rule, with tests and examples",
		Long: `new writes a rule that works, its test, its README.md, and a bad and a good example, to be changed into what is
wanted. hullcheck policy test passes at once.`,
		Example: `  hullcheck policy new acme/team-label
  hullcheck policy new acme/no-ssh --input container --dir policies`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return withHint(errors.New("policy new: name one rule"), "hullcheck policy new acme/team-label")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			r, err := newRule(cmd, args[0], kind)
			if err != nil {
				return err
			}
			files, err := r.Write(dir)
			for _, f := range files {
				if _, err := fmt.Fprintln(e.stdout, f); err != nil {
					return err
				}
			}
			if err != nil {
				return err
			}
			e.hint("hullcheck policy test " + dir)
			return nil
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&dir, "dir", ".", "the `DIR` that holds the rules, as --policy names it")
	flags.StringVar(&kind, "input", input.KindObject, "what the rule reads, one `KIND`: "+strings.Join(policy.Kinds(), ", "))
	return cmd
}

// newRule refuses names and kinds that no rule can have, and the names of built-in rules.
func newRule(cmd *cobra.Command, id, kind string) (scaffold.Rule, error) {
	r, err := scaffold.Parse(id)
	if err != nil {
		return r, err
	}
	if !slices.Contains(policy.Kinds(), kind) {
		return r, withHint(fmt.Errorf("unknown input %q: write one of %s", kind, strings.Join(policy.Kinds(), ", ")),
			didYouMean(kind, policy.Kinds()))
	}
	set, err := new(ruleFlags).load(cmd.Context())
	if err != nil {
		return r, err
	}
	if _, ok := set.Rule(r.ID()); ok {
		return r, withHint(fmt.Errorf("rule %s is built in", r.ID()), "choose a category of your own")
	}
	r.Input = kind
	return r, nil
}
