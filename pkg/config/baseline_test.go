package config_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/pkg/config"
	"github.com/hullcheck/hullcheck/pkg/finding"
)

func old() []finding.Finding {
	var fs []finding.Finding
	for _, name := range []string{"a", "b", "c"} {
		f := candidate().Finding
		f.Subject.Name = name
		f.Location = finding.Location{File: name + ".yaml", Line: 7, Snippet: "readOnlyRootFilesystem: false"}
		fs = append(fs, f)
	}
	return fs
}

func written(t *testing.T, b *config.Baseline) string {
	t.Helper()
	var out bytes.Buffer
	if err := b.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestBaselineRoundTrip(t *testing.T) {
	text := written(t, config.NewBaseline(old()))
	golden(t, "testdata/baseline.json", text)
	file := filepath.Join(t.TempDir(), "b.json")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := config.ReadBaseline(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(config.NewBaseline(old()), got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestBaselineSplit(t *testing.T) {
	b := config.NewBaseline(old())
	now := old()[1:] // a is fixed
	now[0].Location.Line, now[0].Location.File = 70, "renamed.yaml"
	added := now[0]
	added.Subject.Name = "d"
	twin := now[1] // a second one like c
	now = append(now, twin, added)
	fresh, known, fixed := b.Split(now)
	if diff := cmp.Diff([]finding.Finding{twin, added}, fresh); diff != "" {
		t.Errorf("new (-want +got):\n%s", diff)
	}
	if len(known) != 2 || known[0].Source != "baseline" || known[0].Finding.Subject.Name != "b" {
		t.Errorf("known: %+v", known)
	}
	if len(fixed) != 1 || fixed[0].Subject != "Deployment/shop/a/cache" {
		t.Errorf("fixed: %+v", fixed)
	}
	left := b.Without(fixed)
	if diff := cmp.Diff(written(t, config.NewBaseline(old()[1:])), written(t, left)); diff != "" {
		t.Errorf("left (-want +got):\n%s", diff)
	}
}

func TestEmptyBaseline(t *testing.T) {
	if got, want := written(t, config.NewBaseline(nil)), "{\"version\": 1, \"findings\": [\n]}\n"; got != want {
		t.Errorf("got %q", got)
	}
}

func TestBadBaselines(t *testing.T) {
	if _, err := config.ReadBaseline("testdata/nowhere.json"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v", err)
	}
	for text, want := range map[string]string{
		"":                               "EOF",
		`{"version": 2, "findings": []}`: "version 2: this hullcheck knows 1",
		`{"version": 1, "finding": []}`:  `unknown field "finding"`,
		`[]`:                             "cannot unmarshal array",
	} {
		file := filepath.Join(t.TempDir(), "b.json")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := config.ReadBaseline(file); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v", text, err)
		}
	}
}
