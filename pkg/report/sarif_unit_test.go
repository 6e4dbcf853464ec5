package report

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

func TestArtifactURI(t *testing.T) {
	for file, want := range map[string]sarifArtifact{
		"deploy/api.yaml":       {"deploy/api.yaml", sourceRoot},
		"./deploy//api.yaml":    {"deploy/api.yaml", sourceRoot},
		"with space/50%.yaml":   {"with%20space/50%25.yaml", sourceRoot},
		"a#b?c.yaml":            {"a%23b%3Fc.yaml", sourceRoot},
		"報告.yaml":               {"%E5%A0%B1%E5%91%8A.yaml", sourceRoot},
		"registry:5000/x.yaml":  {"./registry:5000/x.yaml", sourceRoot},
		"../shared/base.yaml":   {"../shared/base.yaml", sourceRoot},
		"/srv/checkout/a b.yml": {"file:///srv/checkout/a%20b.yml", ""},
	} {
		if diff := cmp.Diff(want, sarifArtifactOf(file)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", file, diff)
		}
	}
}

func TestSourceURI(t *testing.T) {
	for source, want := range map[string]string{
		"oci:build/web":                      "oci:build/web",
		"registry:ghcr.io/acme/api:1@sha256": "registry:ghcr.io/acme/api:1@sha256",
		"archive:my image.tar":               "archive:my%20image.tar",
		"ghcr.io/acme/api:1":                 "ghcr.io/acme/api:1",
	} {
		if got := sourceURI(source); got != want {
			t.Errorf("sourceURI(%q) = %q, want %q", source, got, want)
		}
	}
}

func TestRegion(t *testing.T) {
	at := func(snippet string, column, endLine, endColumn int) finding.Location {
		return finding.Location{Line: 4, Column: column, EndLine: endLine, EndColumn: endColumn, Snippet: snippet}
	}
	for _, c := range []struct {
		name string
		at   finding.Location
		want *sarifRegion
	}{
		{"no line", finding.Location{File: "x"}, nil},
		{"line alone", finding.Location{Line: 4}, &sarifRegion{StartLine: 4, EndLine: 4}},
		{"ASCII", at("a: b", 4, 4, 5), &sarifRegion{4, 4, 4, 5}},
		{"end not given", at("a: b", 4, 0, 0), &sarifRegion{4, 4, 4, 0}},
		{"a rune of two units before", at("🚀: b", 4, 4, 5), &sarifRegion{4, 5, 4, 6}},
		{"a rune of two units within", at("a: 🚀", 4, 4, 5), &sarifRegion{4, 4, 4, 6}},
		{"wide but of one unit", at("報: b", 4, 4, 5), &sarifRegion{4, 4, 4, 5}},
		{"invalid bytes are one unit", at("\xff: b", 4, 4, 5), &sarifRegion{4, 4, 4, 5}},
		{"the text is not known", at("", 4, 4, 5), &sarifRegion{StartLine: 4, EndLine: 4}},
		{"the first column needs no text", at("", 1, 4, 1), &sarifRegion{4, 1, 4, 1}},
		{"the end stands on another line", at("a: |", 4, 6, 3), &sarifRegion{4, 4, 6, 0}},
		{"the end is the start of another line", at("a: |", 4, 6, 1), &sarifRegion{4, 4, 6, 1}},
		{"column behind the text", at("a:", 30, 4, 31), &sarifRegion{StartLine: 4, EndLine: 4}},
		{
			"only the resource is known",
			finding.Location{Line: 4, Column: 1, Precision: finding.PrecisionResource, Snippet: "kind: Pod"},
			&sarifRegion{StartLine: 4, EndLine: 4},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, sarifRegionOf(c.at)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestFixWithoutKnownColumnsIsLeftOut(t *testing.T) {
	edit := finding.Edit{Location: finding.Location{File: "a", Line: 2, Column: 5, EndLine: 2, EndColumn: 6}}
	if got := sarifFixOf(&finding.Fix{Edits: []finding.Edit{edit}}); got != nil {
		t.Errorf("got %+v", got)
	}
	edit.Location.Snippet = "a: 🚀b"
	got := sarifFixOf(&finding.Fix{Edits: []finding.Edit{edit, edit}})
	if got == nil || len(got.Changes) != 1 || len(got.Changes[0].Replacements) != 2 {
		t.Fatalf("got %+v", got)
	}
	if diff := cmp.Diff(sarifRegion{2, 6, 2, 7}, got.Changes[0].Replacements[0].Deleted); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestSuppressionKinds(t *testing.T) {
	for source, want := range map[string]string{
		"annotation": "inSource", "comment": "inSource", "config": "external", "baseline": "external",
	} {
		if got := sarifSuppressionOf(finding.Excepted{Source: source}).Kind; got != want {
			t.Errorf("%s: %s, want %s", source, got, want)
		}
	}
}

func TestMessageMakesNoLinks(t *testing.T) {
	if got, want := sarifMessage("[press](https://example.com)").Text, `[press\](https://example.com)`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
