package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

const longHelp = `hullcheck reads container images and Kubernetes manifests together and says, before a container ships,
as whom it will run, with what power, and whether it will start.`

func newRoot(e *env) *cobra.Command {
	var version bool
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
		RunE: func(cmd *cobra.Command, args []string) error {
			if version {
				return tellVersion(e)
			}
			return unknownCommand(cmd, args)
		},
	}
	root.Flags().BoolVar(&version, "version", false, "print the version")
	root.SetIn(e.stdin)
	root.SetOut(e.stdout)
	root.SetErr(e.stderr)
	root.SetFlagErrorFunc(flagError)
	root.SetUsageFunc(func(cmd *cobra.Command) error { return usage(e, cmd) })
	root.SetHelpFunc(func(cmd *cobra.Command, _ []string) { help(e, cmd) })
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetHelpCommand(helpCommand())
	root.AddCommand(
		checkCommand(e), whoamiCommand(e), fixCommand(e), rulesCommand(e), explainCommand(e), policyCommand(e), serveCommand(e),
		versionCommand(e), completionCommand(),
	)
	return root
}

// unknownCommand is the root without a command that it knows.
func unknownCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return cmd.Help()
	}
	hint := didYouMean(args[0], commandNames(cmd))
	switch {
	case hint != "":
	case cmd.HasParent():
		hint = "see " + cmd.CommandPath() + " --help"
	default:
		hint = fmt.Sprintf("to judge %s write: hullcheck check %s", args[0], args[0])
	}
	return withHint(fmt.Errorf("unknown command %q", args[0]), hint)
}

func commandNames(cmd *cobra.Command) (names []string) {
	for _, c := range cmd.Commands() {
		if !c.Hidden {
			names = append(names, c.Name())
		}
	}
	return names
}

// helpCommand is --help for those who write it in front.
func helpCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "Print what a command does, and its flags",
		RunE: func(cmd *cobra.Command, args []string) error {
			about, rest, err := cmd.Root().Find(args)
			if err == nil && len(rest) == 0 {
				return about.Help()
			}
			return withHint(fmt.Errorf("no command %q", strings.Join(args, " ")), didYouMean(args[0], commandNames(cmd.Root())))
		},
	}
}
