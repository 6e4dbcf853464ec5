package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/internal/cli"
)

// TestWhoAmI: what hullcheck says of the example's pairs, which a person reads at a glance within 100 columns.
func TestWhoAmI(t *testing.T) {
	const example = "../../examples/api-server"
	layouts := t.TempDir()
	if err := run(t.Context(), []string{"-o", layouts, example}); err != nil {
		t.Fatal(err)
	}
	for _, pair := range []string{"before", "after"} {
		t.Run(pair, func(t *testing.T) {
			manifest := filepath.Join(example, pair, "deployment.yaml")
			image := "registry.example.com/acme/api-server:1.4.0=oci:" + filepath.Join(layouts, pair)
			var stdout, stderr bytes.Buffer
			args := []string{"whoami", "--no-cache", manifest, "--image", image}
			if code := cli.Main(t.Context(), args, strings.NewReader(""), &stdout, &stderr); code != 0 {
				t.Fatalf("exit code %d: %s", code, &stderr)
			}
			for line := range strings.Lines(stdout.String()) {
				if utf8.RuneCountInString(strings.TrimSuffix(line, "\n")) > 100 {
					t.Errorf("wider than 100 columns: %s", line)
				}
			}
			compare(t, filepath.Join("testdata", "whoami-"+pair+".golden"), stdout.String())
		})
	}
}

func compare(t *testing.T, golden, got string) {
	t.Helper()
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
