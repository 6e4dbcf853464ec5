package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/hullcheck/hullcheck/pkg/check"
	"github.com/hullcheck/hullcheck/pkg/finding"
)

func explainCommand(e *env) *cobra.Command {
	var rules ruleFlags
	cmd := &cobra.Command{
		Use:     "explain RULE",
		Short:   "Print one rule's page: why, how to mend it, when to except it",
		Example: "  hullcheck explain runtime/kubelet-refuses",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return withHint(fmt.Errorf("explain: name one rule"), "hullcheck rules lists all rules")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			set, err := rules.load(cmd.Context())
			if err != nil {
				return err
			}
			all := check.AllRules(set)
			for i := range all {
				if all[i].ID == args[0] {
					return explain(e, &all[i])
				}
			}
			return withHint(fmt.Errorf("no rule %q", args[0]), ruleSuggestion(args[0], all))
		},
	}
	rules.registerPolicies(cmd.Flags())
	rules.registry.register(e, cmd.Flags())
	return cmd
}

// explain prints a rule's page as wide as the terminal, or as reports are.
func explain(e *env, r *finding.Rule) error {
	columns := e.columns()
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%s\n\n", wrapText(r.ID+" · "+r.Severity.String(), columns), wrapText(r.Title, columns))
	fmt.Fprintf(&b, "%s\n\n%s\n", wrapText(r.Description, columns), wrapText("To mend it: "+r.Remediation, columns))
	if prose := withoutHeading(r.Help); prose != "" {
		fmt.Fprintf(&b, "\n%s\n", wrapText(prose, columns))
	}
	fmt.Fprintf(&b, "\n%s\n", wrapText(fmt.Sprintf("Reads %s input%s.%s%s", r.Input, needs(r), optional(r), supersedes(r)), columns))
	if len(r.Parameters) > 0 {
		line := fmt.Sprintf("Compares with the configuration's %s.", strings.Join(r.Parameters, ", "))
		fmt.Fprintln(&b, wrapText(line, columns))
	}
	for _, p := range r.PSS {
		line := fmt.Sprintf("Pod Security Standard %s: %s, since Kubernetes %s.", p.Level, p.Check, p.Since)
		fmt.Fprintln(&b, wrapText(line, columns))
	}
	for _, link := range append([]string{r.HelpURI}, r.Related...) {
		if link != "" {
			fmt.Fprintln(&b, wrapText("See "+link, columns))
		}
	}
	_, err := io.WriteString(e.stdout, b.String())
	return err
}

func needs(r *finding.Rule) string {
	if r.Evidence == finding.EvidenceNone {
		return ""
	}
	return fmt.Sprintf(" and needs the image's %s", r.Evidence)
}

func optional(r *finding.Rule) string {
	if r.DefaultOn {
		return ""
	}
	return " Off unless asked for with --rule +" + r.ID + "."
}

func supersedes(r *finding.Rule) string {
	if len(r.Supersedes) == 0 {
		return ""
	}
	return " Supersedes " + strings.Join(r.Supersedes, ", ") + "."
}

// withoutHeading drops the first line of a page, which names the rule once more.
func withoutHeading(markdown string) string {
	markdown = strings.TrimSpace(markdown)
	if strings.HasPrefix(markdown, "# ") {
		_, markdown, _ = strings.Cut(markdown, "\n")
	}
	return strings.TrimSpace(markdown)
}
