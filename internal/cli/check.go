package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/hullcheck/hullcheck/pkg/check"
	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/report"
)

func checkCommand(e *env) *cobra.Command {
	var o checkOptions
	cmd := &cobra.Command{
		Use:   "check [SOURCE...]",
		Short: "Judge manifests, Dockerfiles and images, together",
		Long: `check judges every SOURCE, and the images that the manifests among them name. A Dockerfile is judged by the image that
it would give; nothing is built.

SOURCE is a file or folder of manifests and Dockerfiles, - for standard input, or an image: registry:REF,
oci:DIR[@DIGEST|:TAG], archive:FILE, daemon:REF, or a reference with a registry host, a tag or a digest. A folder with a
kustomization is built, one with a Chart.yaml rendered; nothing is fetched.

Exit codes: 0 no finding at or above --fail-on; 1 findings; 2 something could not be judged.`,
		Example: `  hullcheck check deploy.yaml
  hullcheck check deploy/ --image ghcr.io/acme/api:1.2=oci:build/api --images require
  hullcheck check overlays/prod
  hullcheck check chart --values values-prod.yaml
  hullcheck check Dockerfile --build-arg VERSION=1.2
  helm template chart | hullcheck check - -o sarif=hullcheck.sarif -o text`,
		RunE: func(cmd *cobra.Command, args []string) error {
			e.quiet = o.quiet
			return o.run(cmd.Context(), e, cmd.Flags(), args)
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	o.outputFlags.register(flags, report.Formats())
	flags.StringVar(&o.failOn, "fail-on", finding.Medium.String(),
		"exit with 1 on findings of this `SEVERITY` or above: low, medium, high, critical or never")
	o.ruleFlags.register(flags)
	o.imageFlags.register(flags)
	o.render.register(flags)
	flags.BoolVar(&o.deep, "deep", false, "read every layer of remote images too, for rules that ask for the whole tree")
	flags.StringVar(&o.baseline, "baseline", "", "fail only on what is new, not on the findings in `FILE`")
	flags.StringVar(&o.writeBaseline, "write-baseline", "",
		"write all findings to `FILE`; with --baseline, drop from it what is fixed")
	flags.StringVar(&o.config, "config", "", "configuration `FILE` (default: .hullcheck.yaml in the working directory)")
	return cmd
}

func (o *checkOptions) run(ctx context.Context, e *env, flags *pflag.FlagSet, args []string) error {
	outputs, err := o.parse(report.Formats())
	if err != nil {
		return err
	}
	options, err := o.options(ctx, e, flags, args)
	if err != nil {
		return err
	}
	threshold, err := parseFailOn(o.failOn)
	if err != nil {
		return err
	}
	options.Answers = showsContainers(outputs)
	options.Fixer = fixerFor(outputs, options)
	if n := options.Selection.KubernetesMinor; n > check.NewestKnown {
		e.note("Kubernetes 1.%d is newer than what is known here: its rules are taken for those of 1.%d", n, check.NewestKnown)
	}
	r, err := check.Run(ctx, options)
	if err != nil {
		return ruleHint(err, check.AllRules(options.Rules))
	}
	e.progress.wipe()
	if err := o.write(e, outputs, r, threshold); err != nil {
		return err
	}
	r.Warnings = append(o.idle(options.Selection, r), r.Warnings...)
	o.talk(e, outputs, r, options.Agreed.Part)
	e.code = exitCode(r.Report, threshold)
	return o.adopt(e, r, options.Agreed)
}

// parseFailOn reads --fail-on; never is above every severity.
func parseFailOn(s string) (finding.Severity, error) {
	if s == "never" {
		return finding.Critical + 1, nil
	}
	v, err := finding.ParseSeverity(s)
	if err != nil {
		// never is no suggestion: nobody may turn the gate off by mistake.
		return 0, withHint(fmt.Errorf("unknown severity %q of --fail-on: write low, medium, high, critical or never", s),
			didYouMean(s, []string{"low", "medium", "high", "critical"}))
	}
	return v, nil
}

// exitCode is the contract's: what could not be judged wins over what was found.
func exitCode(r *finding.Report, threshold finding.Severity) int {
	if len(r.Errors) > 0 {
		return Failed
	}
	for _, f := range r.Findings {
		if f.Severity >= threshold {
			return Findings
		}
	}
	return Clean
}

// talk says on standard error what the report on standard output does not: errors, where that report is not one that
// people read, and that nothing was judged.
func (o *checkOptions) talk(e *env, outputs []output, r *check.Result, part bool) {
	for _, w := range r.Warnings {
		e.note("%s", w)
		if w.Hint != "" {
			e.hint(w.Hint)
		}
	}
	if n := len(r.Fixed); n > 0 && o.writeBaseline == "" && !part {
		e.note("%s of the baseline %s fixed", count(n), map[bool]string{true: "is", false: "are"}[n == 1])
		e.hint(fmt.Sprintf("hullcheck check --baseline %s --write-baseline %s forgets them", o.baseline, o.baseline))
	}
	if !readable(outputs) {
		for _, f := range r.Errors {
			e.fail(withHint(errors.New(place(f)+f.Message), f.Hint))
		}
	}
	noteNothing(e, r.Report)
}

// noteNothing says that nothing was judged, which a report without findings does not tell from all being well.
func noteNothing(e *env, r *finding.Report) {
	if len(r.Errors) == 0 && r.Summary.Objects == 0 && r.Summary.Images == 0 {
		e.note("nothing was judged: no source holds a Kubernetes object")
	}
}

// readable tells whether a report for people goes to standard output.
func readable(outputs []output) bool {
	for _, o := range outputs {
		if o.format == "text" && o.file == "" {
			return true
		}
	}
	return false
}

func place(f finding.Error) string {
	if f.Location == nil || f.Location.Line == 0 {
		return f.Source + ": "
	}
	return fmt.Sprintf("%s:%d:%d: ", f.Location.File, f.Location.Line, f.Location.Column)
}
