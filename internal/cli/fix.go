package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/hullcheck/hullcheck/pkg/check"
)

// fixOptions are the flags of fix.
type fixOptions struct {
	checkOptions
	writeFiles, owed bool
}

func fixCommand(e *env) *cobra.Command {
	var o fixOptions
	cmd := &cobra.Command{
		Use:   "fix SOURCE...",
		Short: "Print (or --write) the smallest edits that resolve what can be resolved",
		Long: `fix judges every SOURCE as check does, and edits the files that hold what it finds: nothing is written anew, and what is
not touched stays equal byte for byte. It prints a unified diff that git apply takes, or writes the files with --write.

Edits rest on the images: the user is the one that an image is made for, and a read-only root comes with an emptyDir
wherever its program writes. No edit is made after which a container would no longer start. What would be a guess, such
as a memory limit or a tag, is left and named on standard error, and so is what could not be verified of an edit.

Exit codes: 0 done; 1 with --check, an edit is owed; 2 something could not be judged or written.`,
		Example: `  hullcheck fix deploy/ | git apply
  hullcheck fix --write deploy/ --image ghcr.io/acme/api:1.2=oci:build/api
  hullcheck fix --check deploy/
  hullcheck fix --rule '-*' --rule '+workload/seccomp*' deploy.yaml`,
		RunE: func(cmd *cobra.Command, args []string) error {
			e.quiet = o.quiet
			return o.run(cmd.Context(), e, cmd.Flags(), args)
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.BoolVar(&o.writeFiles, "write", false, "write the files instead of printing a diff")
	flags.BoolVar(&o.owed, "check", false, "exit with 1 if an edit is owed")
	o.ruleFlags.register(flags)
	o.imageFlags.register(flags)
	o.render.register(flags)
	flags.BoolVar(&o.deep, "deep", false, "read every layer of remote images too, for rules that ask for the whole tree")
	flags.StringVar(&o.config, "config", "", "configuration `FILE` (default: .hullcheck.yaml in the working directory)")
	o.registerTalk(flags)
	return cmd
}

func (o *fixOptions) run(ctx context.Context, e *env, flags *pflag.FlagSet, args []string) error {
	options, err := o.options(ctx, e, flags, args)
	if err != nil {
		return err
	}
	// What the baseline knows is what is to be fixed.
	options.Agreed.Baseline = nil
	r, err := newRounds(e, options)
	if err != nil {
		return err
	}
	if err := r.all(ctx); err != nil {
		return ruleHint(err, check.AllRules(options.Rules))
	}
	e.progress.wipe()
	r.talk(e)
	edited := r.edited()
	switch {
	case o.writeFiles:
		err = writeAll(e, edited)
	default:
		err = printDiffs(e.stdout, edited, colors(e.stdout, o.noColor))
	}
	switch {
	case err != nil:
		return err
	case len(r.result.Errors) > 0 || len(r.errors) > 0:
		e.code = Failed
	case o.owed && len(edited) > 0:
		e.code = Findings
	}
	return nil
}

// edited is a file before and after.
type edited struct {
	name          string
	before, after []byte
}

// count words a number of things.
func counted(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
