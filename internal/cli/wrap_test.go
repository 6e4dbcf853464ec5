package cli

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWrapText(t *testing.T) {
	text := "one two three four\nfive six\n\n- a list item that is long\n  and goes on\n- short\n12. numbered too\n" +
		"```\ncode that is never broken\n```\n# a heading stays\n| a | table |\nhttps://example.com/whole"
	want := []string{
		"one two", "three four", "five six", "", "- a list", "  item that", "  is long", "  and goes", "  on", "- short", "12. numbered",
		"    too", "```", "code that is never broken", "```", "# a heading stays", "| a | table |", "https://example.com/whole",
	}
	if diff := cmp.Diff(want, strings.Split(wrapText(text, 11), "\n")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A command that is broken is still the same command for a shell.
func TestWrapCommand(t *testing.T) {
	for columns, want := range map[int]string{
		80: "  hullcheck check deploy/ --images off",
		30: "  hullcheck check \\\n      deploy/ --images off",
		1:  "  hullcheck \\\n      check \\\n      deploy/ \\\n      --images \\\n      off",
	} {
		if got := wrapCommand("  hullcheck check deploy/ --images off", columns); got != want {
			t.Errorf("%d columns: %q", columns, got)
		}
	}
}
