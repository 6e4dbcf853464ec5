package cli_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hullcheck/hullcheck/internal/cli"
)

// TestFixMendsTheExample: fix makes of the refused pair one that passes, whether or not it is told that the Dockerfile is
// the Deployment's, and then owes nothing more.
func TestFixMendsTheExample(t *testing.T) {
	example, err := filepath.Abs("../../examples/api-server/before")
	if err != nil {
		t.Fatal(err)
	}
	for name, images := range map[string][]string{
		"images off": {"--images", "off"},
		"joined": {
			"--image", "registry.example.com/acme/api-server:1.4.0=dockerfile:before/Dockerfile",
			"--image", "golang:1.26=dockerfile:golang.Dockerfile", // nobody is asked for the builder
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.CopyFS(filepath.Join(dir, "before"), os.DirFS(example)); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, "golang.Dockerfile"), []byte("FROM scratch\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			t.Chdir(dir)
			isolate(t)
			run := func(want int, args ...string) string {
				t.Helper()
				var stdout, stderr bytes.Buffer
				args = append(args, images...)
				if code := cli.Main(t.Context(), args, strings.NewReader(""), &stdout, &stderr); code != want {
					t.Fatalf("%v: exit code %d, want %d\n%s%s", args, code, want, &stdout, &stderr)
				}
				return stdout.String()
			}
			run(cli.Findings, "check", "before")
			run(cli.Findings, "fix", "--check", "before")
			run(cli.Clean, "fix", "--write", "before")
			run(cli.Clean, "check", "before")
			if again := run(cli.Clean, "fix", "--check", "before"); again != "" {
				t.Errorf("a second fix edits:\n%s", again)
			}
			for file, want := range map[string]string{
				"Dockerfile":      "\nUSER 10001:10001\nENTRYPOINT",
				"deployment.yaml": "readOnlyRootFilesystem: true\n            capabilities:",
			} {
				text, err := os.ReadFile(filepath.Join("before", file))
				if err != nil {
					t.Fatal(err)
				}
				if !strings.Contains(string(text), want) {
					t.Errorf("%s lacks %q:\n%s", file, want, text)
				}
			}
		})
	}
}
