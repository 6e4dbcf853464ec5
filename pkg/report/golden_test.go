package report_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/report"
)

// golden compares with a file in testdata; UPDATE=1 writes it.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

func write(t *testing.T, format string, r *finding.Report, o report.Options) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := report.Write(&b, format, r, o); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

var extensions = map[string]string{
	"text": "txt", "json": "json", "sarif": "sarif", "junit": "junit.xml", "github": "github.txt",
	"gitlab": "gitlab.json", "markdown": "md", "html": "html",
}

func TestGoldens(t *testing.T) {
	for _, format := range report.Formats() {
		t.Run(format, func(t *testing.T) {
			golden(t, "sample."+extensions[format], write(t, format, sample(), report.Options{Containers: containers()}))
		})
	}
}

func TestGoldenTextForms(t *testing.T) {
	golden(t, "color.txt", write(t, "text", sample(), report.Options{Color: true}))
	golden(t, "narrow.txt", write(t, "text", sample(), report.Options{Width: 60, Verbose: true}))
	golden(t, "clean.txt", write(t, "text", clean(), report.Options{}))
}

// clean is a report without findings.
func clean() *finding.Report {
	s := sample()
	return &finding.Report{
		SchemaVersion: finding.SchemaVersion, Tool: s.Tool, Policy: s.Policy,
		Inputs:  []finding.Input{{Source: "-", Kind: "manifest", Objects: ptr(1)}},
		Images:  s.Images[1:2],
		Summary: finding.Summary{Objects: 1, Images: 1},
	}
}
