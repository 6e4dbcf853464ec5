package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/hullcheck/hullcheck/pkg/check"
	"github.com/hullcheck/hullcheck/pkg/finding"
)

func rulesCommand(e *env) *cobra.Command {
	var rules ruleFlags
	var out outputFlags
	formats := []string{"text", "json"}
	cmd := &cobra.Command{
		Use:   "rules",
		Short: "List the rules",
		Long:  "rules lists every rule that can judge, the built-in ones and those of --policy.",
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			outputs, err := out.parse(formats)
			if err != nil {
				return err
			}
			set, err := rules.load(cmd.Context())
			if err != nil {
				return err
			}
			for _, o := range outputs {
				if err := o.write(e, func(w io.Writer) error { return listRules(w, o.format, check.AllRules(set)) }); err != nil {
					return err
				}
			}
			return nil
		},
	}
	flags := cmd.Flags()
	flags.StringArrayVarP(&out.outputs, "output", "o", formats[:1], "`FORMAT[=FILE]`: text, json (repeatable)")
	rules.registerPolicies(flags)
	return cmd
}

// noArguments refuses arguments in the words of the others errors.
func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return fmt.Errorf("%s takes no arguments, got %q", cmd.Name(), args[0])
	}
	return nil
}

func listRules(w io.Writer, format string, rules []finding.Rule) error {
	if format == "json" {
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		return enc.Encode(rules)
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, r := range rules {
		note := ""
		if !r.DefaultOn {
			note = " (only with --rule +" + r.ID + ")"
		}
		if _, err := fmt.Fprintf(table, "%s\t%s\t%s%s\n", r.ID, r.Severity, r.Title, note); err != nil {
			return err
		}
	}
	return table.Flush()
}
