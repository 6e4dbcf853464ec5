package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/hullcheck/hullcheck/internal/rulesource"
	"github.com/hullcheck/hullcheck/internal/ruletest"
	"github.com/hullcheck/hullcheck/pkg/policy"
)

func policyTestCommand(e *env) *cobra.Command {
	verbose := false
	cmd := &cobra.Command{
		Use:   "test DIR...",
		Short: "Check and test rules of your own",
		Long: `test checks the rules of every DIR as check would load them: METADATA, IDs, folders, and each path that they read. Then
it runs their Rego tests, and judges their bad and good examples by the whole program. Rules and tests may import the
packages below data.lib that the built-in rules have, and tests the inputs of data.lib.fixture.

Exit codes: 0 all is well; 1 a test or an example fails, or is missing; 2 the rules cannot be judged.`,
		Example: "  hullcheck policy test policies",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return withHint(errors.New("policy test: name a folder of rules"), "hullcheck policy test policies")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return testPolicies(cmd.Context(), e, args, verbose)
		},
	}
	cmd.Flags().BoolVarP(&verbose, "verbose", "v", false, "list what passes too")
	return cmd
}

func testPolicies(ctx context.Context, e *env, dirs []string, verbose bool) error {
	if rulesource.Remote(dirs) {
		return withHint(errors.New("policy test: name a folder"), "rules are tested before they are pushed")
	}
	set, err := (&ruleFlags{dirs: dirs}).load(ctx)
	if err != nil {
		return withHint(err, testHint(dirs))
	}
	total := tally{}
	var bad []error
	for _, dir := range dirs {
		folders, err := ruletest.Run(ctx, set, policy.Source{Name: dir, FS: os.DirFS(dir)})
		if err == nil && len(folders) == 0 {
			err = withHint(fmt.Errorf("%s holds no rules", dir), "a rule stands at "+filepath.Join(dir, "CATEGORY/NAME/NAME.rego"))
		}
		bad = append(bad, err)
		if err := printFolders(e.stdout, folders, verbose); err != nil {
			return err
		}
		total.add(folders)
	}
	if err := errors.Join(bad...); err != nil {
		return err
	}
	if total.failed > 0 {
		e.code = Findings
	}
	_, err = fmt.Fprintln(e.stdout, total.String())
	return err
}

// testHint is advice where the folder of one rule, or of a category, was named instead of that of all rules.
func testHint(dirs []string) string {
	for _, dir := range dirs {
		base := filepath.Base(dir)
		if _, err := os.Stat(filepath.Join(dir, base+".rego")); err == nil {
			return "name the folder that holds CATEGORY/NAME: hullcheck policy test " + filepath.Join(dir, "..", "..")
		}
		if inside, err := filepath.Glob(filepath.Join(dir, "*", "*.rego")); err == nil && len(inside) > 0 {
			return "name the folder that holds CATEGORY/NAME: hullcheck policy test " + filepath.Join(dir, "..")
		}
	}
	return ""
}
