package cli_test

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hullcheck/hullcheck/internal/cli"
	"github.com/hullcheck/hullcheck/internal/ruleexamples"
	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
)

var fenced = regexp.MustCompile("(?ms)^```([a-z]*)\n(.*?)^```$")

// What the README shows of the program is what the program says, line for line.
func TestReadmeShowsWhatIsSaid(t *testing.T) {
	isolate(t)
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	var shown []string
	for _, block := range fenced.FindAllStringSubmatch(string(readme), -1) {
		if language := block[1]; language == "" { // else it is what the reader types
			shown = append(shown, strings.Split(strings.TrimSpace(block[2]), "\n")...)
		}
	}
	if len(shown) == 0 {
		t.Fatal("the README shows nothing")
	}
	t.Chdir("../..")
	said := saidOf(t, "check", "before", "") + saidOf(t, "whoami", "after", "10001:10001")
	for _, line := range shown {
		if !strings.Contains(said, strings.TrimSpace(line)+"\n") {
			t.Errorf("the program does not say %q", line)
		}
	}
	if t.Failed() {
		t.Logf("it says:\n%s", said)
	}
}

// saidOf runs a command on one pair of the example, its image made of what its Dockerfile copies.
func saidOf(t *testing.T, command, pair, user string) string {
	t.Helper()
	passwd, err := os.ReadFile("examples/api-server/after/etc/passwd")
	if err != nil {
		t.Fatal(err)
	}
	image := ruleexamples.Image{
		Spec:   imagetest.Spec{User: user, Entrypoint: []string{"server"}, Env: []string{"PATH=/usr/local/bin"}},
		Passwd: string(passwd),
		Files: []imagetest.Entry{
			{Path: "usr/local/bin/server", Mode: "0755", From: "program"},
			{Path: "usr/local/bin/migrate", Mode: "0755", From: "program"},
		},
	}
	img, err := image.Build().Image(ruleexamples.Contents())
	if err != nil {
		t.Fatal(err)
	}
	layout := filepath.Join(t.TempDir(), "layout")
	if err := imagetest.WriteLayout(layout, imagetest.Tagged{Image: img}); err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	args := []string{
		command, "examples/api-server/" + pair + "/deployment.yaml",
		"--image", "registry.example.com/acme/api-server=oci:" + layout,
	}
	if code := cli.Main(t.Context(), args, strings.NewReader(""), &stdout, &stderr); code == cli.Failed {
		t.Fatalf("%s%s", &stdout, &stderr)
	}
	return stdout.String()
}
