package report_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/report"
)

func TestUnknownFormat(t *testing.T) {
	err := report.Write(&bytes.Buffer{}, "yaml", sample(), report.Options{})
	if err == nil || !strings.HasPrefix(err.Error(), `unknown format "yaml": write one of text, json, sarif`) {
		t.Errorf("got %v", err)
	}
}

// TestOrderIsFixed shuffles every list whose order the engine could lose.
func TestOrderIsFixed(t *testing.T) {
	for _, format := range report.Formats() {
		want := write(t, format, sample(), report.Options{})
		for seed := range uint64(20) {
			r, shuffle := sample(), rand.New(rand.NewPCG(seed, seed)).Shuffle
			shuffle(len(r.Findings), swap(r.Findings))
			shuffle(len(r.Images), swap(r.Images))
			shuffle(len(r.Exceptions), swap(r.Exceptions))
			shuffle(len(r.NotJudged), swap(r.NotJudged))
			shuffle(len(r.Skipped), swap(r.Skipped))
			shuffle(len(r.Errors), swap(r.Errors))
			if diff := cmp.Diff(string(want), string(write(t, format, r, report.Options{}))); diff != "" {
				t.Fatalf("%s, seed %d (-want +got):\n%s", format, seed, diff)
			}
		}
	}
}

func swap[T any](s []T) func(i, j int) { return func(i, j int) { s[i], s[j] = s[j], s[i] } }

func TestWriteLeavesTheReportAlone(t *testing.T) {
	r, untouched := sample(), sample()
	for _, format := range report.Formats() {
		write(t, format, r, report.Options{})
	}
	if diff := cmp.Diff(untouched, r); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestWriteFailures(t *testing.T) {
	invalid := sample()
	invalid.Findings[0].Severity = 0
	for _, format := range []string{"json", "sarif"} {
		if err := report.Write(&bytes.Buffer{}, format, invalid, report.Options{}); err == nil {
			t.Errorf("%s: an invalid severity is written", format)
		}
	}
	for _, format := range report.Formats() {
		if err := report.Write(fullDisk{}, format, sample(), report.Options{}); !errors.Is(err, errDiskFull) {
			t.Errorf("%s: got %v", format, err)
		}
	}
}

var errDiskFull = errors.New("disk full")

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errDiskFull }

// TestJSONReadsBack: what a consumer decodes is the report, but for what is documented not to be in it.
func TestJSONReadsBack(t *testing.T) {
	var got finding.Report
	if err := json.Unmarshal(write(t, "json", filled(), report.Options{}), &got); err != nil {
		t.Fatal(err)
	}
	want := filled()
	want.Rules = nil
	ignoreSnippet := cmp.FilterPath(func(p cmp.Path) bool { return p.Last().String() == ".Snippet" }, cmp.Ignore())
	if diff := cmp.Diff(want, &got, ignoreSnippet); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
