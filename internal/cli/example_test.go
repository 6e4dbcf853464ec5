package cli_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/hullcheck/hullcheck/internal/cli"
	"github.com/hullcheck/hullcheck/pkg/finding"
)

// The example's Dockerfiles, judged where people who copy them would do it: from above the folder that is built.
func TestExampleDockerfiles(t *testing.T) {
	t.Chdir("../..")
	isolate(t)
	judged := func(pair string, code int) finding.Report {
		var stdout, stderr bytes.Buffer
		args := []string{"check", "examples/api-server/" + pair, "--images", "off", "--output", "json"}
		if got := cli.Main(t.Context(), args, strings.NewReader(""), &stdout, &stderr); got != code || stderr.Len() > 0 {
			t.Fatalf("exit code %d, want %d\n%s%s", got, code, &stdout, &stderr)
		}
		var r finding.Report
		if err := json.Unmarshal(stdout.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		return r
	}
	var at []string
	for _, f := range judged("before", cli.Findings).Findings {
		if f.Location.File != "examples/api-server/before/Dockerfile" {
			continue
		}
		at = append(at, f.Rule)
		if f.Location.Line != 8 || !strings.Contains(f.Message, "no USER is set") || !strings.Contains(f.Remediation, "USER 1000:1000") {
			t.Errorf("finding %+v", f)
		}
	}
	if strings.Join(at, " ") != "image/user-root" {
		t.Errorf("findings on the Dockerfile: %v", at)
	}
	after := judged("after", cli.Clean)
	for _, f := range after.Findings {
		if strings.HasSuffix(f.Location.File, "Dockerfile") {
			t.Errorf("finding %+v", f)
		}
	}
	for _, n := range after.NotJudged {
		if strings.HasPrefix(n.Rule, "image/") {
			t.Errorf("not judged: %+v", n)
		}
	}
}
