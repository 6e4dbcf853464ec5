package cli

import (
	"context"
	"errors"
	"io"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/hullcheck/hullcheck/pkg/check"
	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/identity"
	"github.com/hullcheck/hullcheck/pkg/report"
)

// whoamiOptions are the flags of whoami.
type whoamiOptions struct {
	ruleFlags
	imageFlags
	render renderFlags
	outputFlags
	deep, exitCode bool
	config         string
}

func whoamiCommand(e *env) *cobra.Command {
	var o whoamiOptions
	cmd := &cobra.Command{
		Use:   "whoami SOURCE...",
		Short: "Say as whom each container will run, with what power, and whether it will start",
		Long: `whoami says of every container of every SOURCE what a node will do with it. It asks no rules. An image alone is
shown as a pod without any setting would run it.

Exit codes: 0 answered; 2 something could not be; with --exit-code 1 if a container fails to start or runs as root.`,
		Example: `  hullcheck whoami deploy.yaml
  hullcheck whoami oci:build/api -o json`,
		RunE: func(cmd *cobra.Command, args []string) error {
			e.quiet = o.quiet
			return o.run(cmd.Context(), e, cmd.Flags(), args)
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	o.outputFlags.register(flags, report.WhoamiFormats())
	flags.BoolVar(&o.exitCode, "exit-code", false, "exit with 1 if a container fails to start or runs as root")
	o.registerWorld(flags)
	o.imageFlags.register(flags)
	o.render.register(flags)
	flags.BoolVar(&o.deep, "deep", false, "read every layer of remote images too, and name all setuid programs")
	flags.StringVar(&o.config, "config", "", "configuration `FILE` (default: .hullcheck.yaml in the working directory)")
	return cmd
}

func (o *whoamiOptions) run(ctx context.Context, e *env, flags *pflag.FlagSet, args []string) error {
	outputs, err := o.parse(report.WhoamiFormats())
	if err != nil {
		return err
	}
	options, err := o.options(e, flags, args)
	if err != nil {
		return err
	}
	who, err := check.WhoAmI(ctx, options)
	if err != nil {
		return err
	}
	e.progress.wipe()
	if err := o.write(e, outputs, who); err != nil {
		return err
	}
	for _, f := range who.Errors {
		e.fail(withHint(errors.New(place(f)+f.Message), f.Hint))
	}
	for _, i := range who.Images {
		if i.Unread != "" {
			e.note("image %s could not be read: %s", i.Ref, i.Unread)
		}
	}
	for _, s := range who.Skipped {
		e.note("skipped %s: %s", s.File, s.Reason)
	}
	for _, note := range elsewhere(o.platform, who.Answers) {
		e.note("%s", note)
	}
	if len(who.Answers) == 0 && len(who.Errors) == 0 {
		e.note("nothing was asked about: no source holds a container")
	}
	e.code = whoExitCode(who, o.exitCode)
	return nil
}

func (o *whoamiOptions) options(e *env, flags *pflag.FlagSet, args []string) (out check.Options, err error) {
	c, err := readConfig(o.config)
	if err != nil {
		return out, err
	}
	if err = setUnwritten(flags, worldValues(c)); err != nil {
		return out, err
	}
	out = check.Options{Stdin: e.stdin, Deep: o.deep, Jobs: o.jobs}
	if out.Selection.KubernetesMinor, err = check.ParseVersion(o.kubernetes); err != nil {
		return out, err
	}
	if err = o.render.apply(&out, c, args, "whoami"); err != nil {
		return out, err
	}
	if out.Runtime, err = o.runtimeName(); err != nil {
		return out, err
	}
	if err = o.apply(&out, c); err != nil {
		return out, err
	}
	out.Opener, err = o.opener(e)
	return out, err
}

func (o *whoamiOptions) write(e *env, outputs []output, who *check.Who) error {
	var errs []error
	entries := entriesOf(who.Answers)
	for _, out := range outputs {
		errs = append(errs, out.write(e, func(w io.Writer) error {
			return report.WriteWhoami(w, out.format, entries, report.Options{
				Color: colors(w, o.noColor), Width: width(w), Verbose: o.verbose,
			})
		}))
	}
	return errors.Join(errs...)
}

func entriesOf(answers []check.Answer) []report.Who {
	out := make([]report.Who, len(answers))
	for i, a := range answers {
		out[i] = entryOf(a)
	}
	return out
}

func entryOf(a check.Answer) report.Who {
	s := a.Subject
	return report.Who{Result: a.Result, Subject: report.WhoSubject{
		APIVersion: s.APIVersion, Kind: s.Kind, Namespace: s.Namespace, Name: s.Name,
		Container: s.Container, ContainerType: string(a.Type), Image: s.Image, Platform: a.Platform, Variant: a.Variant,
	}}
}

// whoExitCode: an image that could not be read leaves the question unanswered. With asked, a container that fails to
// start or runs as root counts; what is unknown does not.
func whoExitCode(who *check.Who, asked bool) int {
	unread := func(i finding.Image) bool { return i.Unread != "" }
	if len(who.Errors) > 0 || slices.ContainsFunc(who.Images, unread) {
		return Failed
	}
	for _, a := range who.Answers {
		id := a.Result.Identity
		root := !a.Result.Windows && id.UID.Known() && id.UID.Value == 0
		if asked && (root || a.Result.Start.Verdict == identity.Fails) {
			return Findings
		}
	}
	return Clean
}
