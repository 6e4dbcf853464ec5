package cli

import (
	"github.com/spf13/cobra"
)

func policyCommand(e *env) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "policy COMMAND",
		Short: "Test or scaffold rules of your own",
		Long: `policy helps to write rules of your own, which check judges by with --policy. A folder of rules holds
CATEGORY/NAME folders, each with NAME.rego, NAME_test.rego, README.md, and bad and good examples in testdata.`,
		Args: cobra.ArbitraryArgs,
		RunE: unknownCommand,
	}
	cmd.AddCommand(policyTestCommand(e), policyNewCommand(e))
	return cmd
}
