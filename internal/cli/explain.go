package cli

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

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
	return cmd
}

// explain prints a rule's page as wide as the terminal, or as reports are.
func explain(e *env, r *finding.Rule) error {
	columns := e.columns()
	var b strings.Builder
	fmt.Fprintf(&b, "%s · %s\n%s\n\n", r.ID, r.Severity, wrapText(r.Title, columns))
	fmt.Fprintf(&b, "%s\n\nTo mend it: %s\n", wrapText(r.Description, columns), wrapText(r.Remediation, columns-len("To mend it: ")))
	if prose := withoutHeading(r.Help); prose != "" {
		fmt.Fprintf(&b, "\n%s\n", wrapText(prose, columns))
	}
	fmt.Fprintf(&b, "\nReads %s input%s.%s%s\n", r.Input, needs(r), optional(r), supersedes(r))
	if len(r.Parameters) > 0 {
		fmt.Fprintf(&b, "Compares with the configuration's %s.\n", strings.Join(r.Parameters, ", "))
	}
	for _, p := range r.PSS {
		fmt.Fprintf(&b, "Pod Security Standard %s: %s, since Kubernetes %s.\n", p.Level, p.Check, p.Since)
	}
	for _, link := range append([]string{r.HelpURI}, r.Related...) {
		if link != "" {
			fmt.Fprintf(&b, "See %s\n", link)
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

// wrapText breaks paragraphs at spaces. Code, headings, lists and tables stay as they are.
func wrapText(text string, columns int) string {
	var out []string
	var paragraph []string
	flush := func() {
		if len(paragraph) > 0 {
			out = append(out, fill(paragraph, columns)...)
			paragraph = nil
		}
	}
	fenced := false
	for _, line := range strings.Split(text, "\n") {
		if strings.HasPrefix(line, "```") {
			fenced = !fenced
		}
		if fenced || verbatim(line) {
			flush()
			out = append(out, line)
			continue
		}
		paragraph = append(paragraph, strings.Fields(line)...)
	}
	flush()
	return strings.Join(out, "\n")
}

// verbatim tells whether a line of Markdown is more than words of a paragraph.
func verbatim(line string) bool {
	for _, beginning := range []string{" ", "\t", "#", "|", ">", "- ", "* ", "```"} {
		if strings.HasPrefix(line, beginning) {
			return true
		}
	}
	return line == ""
}

// fill sets words in lines of at most that many columns, if they fit at all.
func fill(words []string, columns int) []string {
	var lines []string
	line, used := "", 0
	for _, w := range words {
		n := utf8.RuneCountInString(w)
		switch {
		case line == "":
			line, used = w, n
		case used+1+n <= columns:
			line, used = line+" "+w, used+1+n
		default:
			lines = append(lines, line)
			line, used = w, n
		}
	}
	return append(lines, line)
}
