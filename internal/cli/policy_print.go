package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/hullcheck/hullcheck/internal/ruletest"
)

// printFolders prints a line a rule, and below it what failed, or all with verbose.
func printFolders(w io.Writer, folders []ruletest.Folder, verbose bool) error {
	var b strings.Builder
	for _, f := range folders {
		verdict := "ok  "
		if f.Failed() > 0 {
			verdict = "FAIL"
		}
		fmt.Fprintf(&b, "%s  %s  %s, %s\n", verdict, f.ID, plural(len(f.Tests), "test"), plural(len(f.Examples), "example"))
		for _, list := range [][]ruletest.Check{f.Form, f.Tests, f.Examples} {
			for _, c := range list {
				printCheck(&b, c, verbose)
			}
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func printCheck(b *strings.Builder, c ruletest.Check, verbose bool) {
	switch {
	case c.Skipped:
		fmt.Fprintf(b, "        skip  %s\n", c.Name)
	case len(c.Faults) == 0 && verbose:
		fmt.Fprintf(b, "        ok    %s\n", c.Name)
	}
	for i, fault := range c.Faults {
		if i == 0 {
			at := c.File
			if c.Line > 0 {
				at = fmt.Sprintf("%s:%d", c.File, c.Line)
			}
			fmt.Fprintf(b, "        FAIL  %s  %s\n", c.Name, at)
		}
		fmt.Fprintf(b, "              %s\n", strings.ReplaceAll(fault, "\n", "\n              "))
	}
}

// tally counts what was looked at.
type tally struct{ rules, tests, examples, failed int }

func (t *tally) add(folders []ruletest.Folder) {
	for _, f := range folders {
		t.rules++
		t.tests += len(f.Tests)
		t.examples += len(f.Examples)
		t.failed += f.Failed()
	}
}

// String is the last line of the report.
func (t tally) String() string {
	s := fmt.Sprintf("%s, %s, %s", plural(t.rules, "folder"), plural(t.tests, "test"), plural(t.examples, "example"))
	if t.failed == 0 {
		return s + ": all is well"
	}
	return fmt.Sprintf("%s: %d failed", s, t.failed)
}

func plural(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
