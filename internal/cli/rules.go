package cli

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strings"

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
				if err := o.write(e, func(w io.Writer) error {
					return listRules(w, o.format, check.AllRules(set), cmp.Or(width(w), math.MaxInt32))
				}); err != nil {
					return err
				}
			}
			return nil
		},
	}
	flags := cmd.Flags()
	flags.StringArrayVarP(&out.outputs, "output", "o", formats[:1], "`FORMAT[=FILE]`: text, json (repeatable)")
	rules.registerPolicies(flags)
	rules.registry.register(e, flags)
	return cmd
}

// noArguments refuses arguments in the words of the others errors.
func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return fmt.Errorf("%s takes no arguments, got %q", cmd.Name(), args[0])
	}
	return nil
}

// listRules keeps to the columns of a terminal; in a pipe a rule is one line, which can be searched.
func listRules(w io.Writer, format string, rules []finding.Rule, columns int) error {
	if format == "json" {
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		return enc.Encode(rules)
	}
	var b strings.Builder
	for _, line := range ruleTable(rules, columns) {
		fmt.Fprintln(&b, line)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// ruleTable has a line or more for each rule: its ID and severity, and beside them what it says; below them where the
// terminal is too narrow for that.
func ruleTable(rules []finding.Rule, columns int) []string {
	const gap, readable = 2, 30
	id, severity := 0, 0
	for _, r := range rules {
		id, severity = max(id, len(r.ID)), max(severity, len(r.Severity.String()))
	}
	var out []string
	for _, r := range rules {
		says := r.Title
		if !r.DefaultOn {
			says += " (only with --rule +" + r.ID + ")"
		}
		prefix := fmt.Sprintf("%-*s  %-*s  ", id, r.ID, severity, r.Severity)
		if len(prefix)+readable > columns {
			out = append(out, r.ID+strings.Repeat(" ", gap)+r.Severity.String())
			prefix = strings.Repeat(" ", 2*gap)
		}
		out = append(out, hang(prefix, strings.Fields(says), columns)...)
	}
	return out
}
