package finding_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// TestCompare sorts findings each of which differs from the one before it in one field, from the last such field to the
// first, so that every step of the order decides once.
func TestCompare(t *testing.T) {
	at := func(file string, line, column int) finding.Location {
		return finding.Location{File: file, Line: line, Column: column}
	}
	want := []finding.Finding{
		{Location: finding.Location{Source: "oci:a"}},
		{Location: finding.Location{Source: "oci:b"}},
		{Location: at("a", 1, 1)},
		{Location: at("a", 1, 1), Subject: finding.Subject{Platforms: []string{"linux/arm64"}}},
		{Location: at("a", 1, 1), Subject: finding.Subject{Image: "x"}},
		{Location: at("a", 1, 1), Subject: finding.Subject{Container: "c"}},
		{Location: at("a", 1, 1), Subject: finding.Subject{Name: "n"}},
		{Location: at("a", 1, 1), Subject: finding.Subject{Namespace: "n"}},
		{Location: at("a", 1, 1), Subject: finding.Subject{Kind: "Pod"}},
		{Location: at("a", 1, 1), Message: "m"},
		{Location: at("a", 1, 1), Path: "/p"},
		{Location: at("a", 1, 1), Rule: "r"},
		{Location: at("a", 1, 10)},
		{Location: at("a", 9, 1)},
		{Location: at("a", 10, 1)},
		{Location: at("b", 1, 1)},
	}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortFunc(got, finding.Compare)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
