package cli

import (
	"fmt"

	"github.com/spf13/cobra"
)

const longHelp = `hullcheck reads container images and Kubernetes manifests together and says, before a container ships,
as whom it will run, with what power, and whether it will start.`

func newRoot(e *env) *cobra.Command {
	root := &cobra.Command{
		Use:   "hullcheck COMMAND",
		Short: "Say as whom a container will run, with what power, and whether it will start",
		Long:  longHelp,
		Example: `  hullcheck check deploy.yaml
  hullcheck check deploy.yaml --image ghcr.io/acme/api:1.2=oci:build/api
  hullcheck whoami deploy.yaml
  hullcheck explain runtime/kubelet-refuses`,
		Args:               cobra.ArbitraryArgs,
		SilenceErrors:      true,
		SilenceUsage:       true,
		DisableSuggestions: true,

		DisableFlagsInUseLine: true,
		RunE:                  unknownCommand,
	}
	root.SetIn(e.stdin)
	root.SetOut(e.stdout)
	root.SetErr(e.stderr)
	root.SetFlagErrorFunc(flagError)
	root.SetUsageFunc(func(cmd *cobra.Command) error { return usage(e, cmd) })
	root.SetHelpFunc(func(cmd *cobra.Command, _ []string) { help(e, cmd) })
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetHelpCommand(&cobra.Command{Use: "no-help-command", Hidden: true})
	root.AddCommand(
		checkCommand(e), whoamiCommand(e), rulesCommand(e), explainCommand(e), versionCommand(e), completionCommand(),
	)
	return root
}

// unknownCommand is the root without a command that it knows.
func unknownCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return cmd.Help()
	}
	var names []string
	for _, c := range cmd.Commands() {
		if !c.Hidden {
			names = append(names, c.Name())
		}
	}
	hint := didYouMean(args[0], names)
	if hint == "" {
		hint = fmt.Sprintf("to judge %s write: hullcheck check %s", args[0], args[0])
	}
	return withHint(fmt.Errorf("unknown command %q", args[0]), hint)
}
