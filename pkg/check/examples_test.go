package check_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hullcheck/hullcheck/internal/ruleexamples"
	"github.com/hullcheck/hullcheck/pkg/finding"
)

// TestRuleExamples judges every example of every built-in rule by the whole set: the rule must fire on the bad ones, with a
// line, and be silent on the good ones.
func TestRuleExamples(t *testing.T) {
	set, err := builtin()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range set.Rules() {
		examples, err := ruleexamples.Of(os.DirFS("../../policies"), r.ID)
		if err != nil {
			t.Errorf("%s: %v", r.ID, err)
			continue
		}
		for _, x := range examples {
			t.Run(r.ID+"/"+strings.TrimSuffix(x.Name, filepath.Ext(x.Name)), func(t *testing.T) {
				t.Parallel()
				judgeExample(t, &r, x)
			})
		}
	}
}

func judgeExample(t *testing.T, r *finding.Rule, x ruleexamples.Example) {
	t.Helper()
	set, err := builtin()
	if err != nil {
		t.Fatal(err)
	}
	report, err := x.Judge(t.Context(), set, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if x.Image == nil || !x.Image.Unreadable {
		for _, e := range report.Errors {
			t.Errorf("error: %s: %s", e.Source, e.Message)
		}
	}
	fired, superseded := x.Fired(report)
	if x.Bad && superseded {
		return
	}
	if x.Bad != (len(fired) > 0) {
		t.Fatalf("%s fired %d times; findings: %v", r.ID, len(fired), rulesOf(report))
	}
	for _, f := range fired {
		if inFile := r.Input != "image" || x.Dockerfile; inFile && (f.Location.Line == 0 || x.Dockerfile == (f.Location.File == "-")) {
			t.Errorf("location %+v", f.Location)
		}
		if f.Message == "" || f.Remediation == "" || f.Severity != r.Severity {
			t.Errorf("not whole: %+v", f)
		}
	}
}

func rulesOf(r *finding.Report) []string {
	var ids []string
	for _, f := range r.Findings {
		ids = append(ids, f.Rule)
	}
	return slices.Compact(slices.Sorted(slices.Values(ids)))
}
