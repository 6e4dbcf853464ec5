package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/hullcheck/hullcheck/pkg/report"
)

// columns is the width of the terminal on standard output, or that of reports.
func (e *env) columns() int {
	if n := width(e.stdout); n > 0 {
		return n
	}
	return report.DefaultWidth
}

// help prints what a command is for, and its usage.
func help(e *env, cmd *cobra.Command) {
	text := cmd.Long
	if text == "" {
		text = cmd.Short
	}
	_, _ = fmt.Fprintf(e.stdout, "%s\n\n", wrapText(text, e.columns())) // nobody is left to tell
	_ = usage(e, cmd)
}

// boolHint is what pflag writes behind flags that need no value.
const boolHint = "[=true|false]"

// usage prints how a command is called, no wider than the terminal.
func usage(e *env, cmd *cobra.Command) error {
	var b strings.Builder
	columns := e.columns()
	fmt.Fprintf(&b, "Usage:\n  %s\n", strings.TrimSpace(cmd.UseLine()))
	if cmd.Example != "" {
		b.WriteString("\nExamples:\n")
		for line := range strings.SplitSeq(cmd.Example, "\n") {
			fmt.Fprintln(&b, wrapCommand(line, columns))
		}
	}
	if cmd.HasAvailableSubCommands() {
		b.WriteString("\nCommands:\n")
		for _, c := range cmd.Commands() {
			if c.IsAvailableCommand() {
				name := fmt.Sprintf("  %-*s ", c.NamePadding(), c.Name())
				fmt.Fprintln(&b, strings.Join(hang(name, strings.Fields(c.Short), columns), "\n"))
			}
		}
	}
	if cmd.HasAvailableLocalFlags() {
		flags := cmd.LocalFlags().FlagUsagesWrapped(columns)
		flags = strings.ReplaceAll(flags, boolHint, strings.Repeat(" ", len(boolHint)))
		fmt.Fprintf(&b, "\nFlags:\n%s", flags)
	}
	_, err := io.WriteString(e.stdout, b.String())
	return err
}
