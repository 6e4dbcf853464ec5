package check_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hullcheck/hullcheck/internal/ruleexamples"
	"github.com/hullcheck/hullcheck/pkg/check"
	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
)

// exampleRef is the image that the manifests of the examples name.
const exampleRef = "registry.example.com/acme/api"

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
	report := run(t, exampleOptions(t, r, x))
	if x.Image == nil || !x.Image.Unreadable {
		for _, e := range report.Errors {
			t.Errorf("error: %s: %s", e.Source, e.Message)
		}
	}
	var fired []finding.Finding
	for _, f := range report.Findings {
		if f.Rule == r.ID {
			fired = append(fired, f)
		}
	}
	if x.Bad && superseded(report, r.ID) {
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

func exampleOptions(t *testing.T, r *finding.Rule, x ruleexamples.Example) check.Options {
	t.Helper()
	o := options(t, "-")
	o.Selection = check.Selection{Profile: check.Hardened, Globs: []string{"+" + r.ID}, Parameters: x.Parameters}
	o.Stdin = bytes.NewReader(x.Text)
	switch {
	case x.Dockerfile:
		o.Opener = nowhere{o.Opener}
		o.Sources = []string{dockerfileOf(t, x)}
		if x.Image != nil {
			o.Mappings = mappings(t, exampleRef+"=oci:"+exampleLayout(t, x))
		}
	case x.Image == nil:
		o.Images = check.ImagesOff
	case x.Image.Unreadable:
		o.Mappings = mappings(t, exampleRef+"=oci:"+t.TempDir()+"/nowhere")
	case r.Input == "image":
		o.Sources = []string{"oci:" + exampleLayout(t, x)}
	default:
		o.Mappings = mappings(t, exampleRef+"=oci:"+exampleLayout(t, x))
	}
	return o
}

// dockerfileOf writes an example into a folder of its own.
func dockerfileOf(t *testing.T, x ruleexamples.Example) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "Dockerfile")
	if err := os.WriteFile(name, x.Text, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func exampleLayout(t *testing.T, x ruleexamples.Example) string {
	t.Helper()
	img, err := x.Image.Build().Image(ruleexamples.Contents())
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := imagetest.WriteLayout(dir, imagetest.Tagged{Image: img}); err != nil {
		t.Fatal(err)
	}
	return dir
}

// superseded tells whether another finding stands for the rule's, by naming it.
func superseded(r *finding.Report, rule string) bool {
	return slices.ContainsFunc(r.Findings, func(f finding.Finding) bool {
		return slices.ContainsFunc(f.Related, func(rel finding.Related) bool { return strings.HasPrefix(rel.Message, rule+": ") })
	})
}

func rulesOf(r *finding.Report) []string {
	var ids []string
	for _, f := range r.Findings {
		ids = append(ids, f.Rule)
	}
	return slices.Compact(slices.Sorted(slices.Values(ids)))
}
