package corpus_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/internal/cli"
	"github.com/hullcheck/hullcheck/pkg/finding"
)

const golden = "testdata/counts.golden"

// TestCorpus judges all real manifests in one run: nothing may crash or stop it, and how often each rule fires, what is
// refused and how much is skipped is a golden file (UPDATE=1 rewrites it; read the difference).
func TestCorpus(t *testing.T) {
	var stdout, stderr bytes.Buffer
	args := []string{"check", "../../testdata/corpus", "--images", "off", "--output", "json"}
	if code := cli.Main(t.Context(), args, strings.NewReader(""), &stdout, &stderr); code != 1 && code != 2 {
		t.Fatalf("exit code %d, want a run with findings\n%s", code, &stderr)
	}
	var report finding.Report
	if err := json.Unmarshal(stdout.Bytes(), &report); err != nil {
		t.Fatalf("read report: %v", err)
	}
	for _, f := range report.Findings {
		if f.Location.Line == 0 {
			t.Errorf("a finding on a manifest has no line: %+v", f)
		}
	}
	for _, e := range report.Errors {
		if e.Location == nil {
			t.Fatalf("an error on a manifest has no place: %+v", e)
		}
	}
	got := summary(report)
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
		t.Errorf("counts differ (-want +got):\n%s", diff)
	}
}

func summary(r finding.Report) string {
	rules := map[string]int{}
	for _, f := range r.Findings {
		rules[f.Rule]++
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%5d objects\n%5d skipped\n%5d errors\n\n", r.Summary.Objects, len(r.Skipped), len(r.Errors))
	for _, id := range slices.Sorted(maps.Keys(rules)) {
		fmt.Fprintf(&b, "%5d %s\n", rules[id], id)
	}
	b.WriteByte('\n')
	for _, e := range r.Errors {
		fmt.Fprintf(&b, "%s:%d: %s\n", strings.TrimPrefix(e.Location.File, "../../testdata/corpus/"), e.Location.Line, e.Message)
	}
	return b.String()
}
