package dockeredit_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/pkg/dockerfile"
	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/fix/dockeredit"
)

// golden is args.json of a case: how the Dockerfile beside it is built and edited.
type golden struct {
	Target     string            `json:"target,omitempty"`
	BuildArgs  map[string]string `json:"buildArgs,omitempty"`
	MinimumUID int64             `json:"minimumUID,omitempty"`
}

// Each case is a folder: Dockerfile, the edited one, and what is said of it.
func TestGolden(t *testing.T) {
	cases, err := filepath.Glob("testdata/golden/*/Dockerfile")
	if err != nil || len(cases) < 40 {
		t.Fatalf("found %d cases: %v", len(cases), err)
	}
	shelf := images(t)
	for _, file := range cases {
		dir := filepath.Dir(file)
		t.Run(filepath.Base(dir), func(t *testing.T) {
			t.Parallel()
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			g := args(t, dir)
			o := dockerfile.Options{File: "Dockerfile", ContextDir: dir, Target: g.Target, BuildArgs: g.BuildArgs, Bases: shelf}
			r, findings := edit(t, string(content), o, dockeredit.Options{MinimumUID: g.MinimumUID})
			compare(t, filepath.Join(dir, "want.Dockerfile"), string(r.Content))
			compare(t, filepath.Join(dir, "want.txt"), describe(t, r, findings, o))
			isWhatTheEditsSay(t, content, r)
			isDoneOnce(t, r, o, g)
		})
	}
}

func args(t *testing.T, dir string) (g golden) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, "args.json"))
	if os.IsNotExist(err) {
		return g
	}
	if err == nil {
		err = json.Unmarshal(b, &g)
	}
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func compare(t *testing.T, name, got string) {
	t.Helper()
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), got); d != "" {
		t.Errorf("%s (-want +got):\n%s", name, d)
	}
}

// describe lists what was found, what was done about it, and what is found then.
func describe(t *testing.T, r *dockeredit.Result, findings []finding.Finding, o dockerfile.Options) string {
	t.Helper()
	var b strings.Builder
	for _, f := range findings {
		fmt.Fprintf(&b, "found  %s: %s\n", f.Rule, f.Message)
	}
	for _, f := range r.Fixes {
		for _, x := range f.Resolves {
			fmt.Fprintf(&b, "fixed  %s\n", x.Rule)
		}
		fmt.Fprintf(&b, "       %s\n", f.Description)
	}
	for _, l := range r.Left {
		fmt.Fprintf(&b, "left   %s: %s\n", l.Finding.Rule, l.Why)
	}
	for _, n := range r.Notes {
		fmt.Fprintf(&b, "note   %d: %s\n", n.Location.Line, n.Message)
	}
	_, after, err := judge(t, o)(t.Context(), r.Content)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range after {
		fmt.Fprintf(&b, "then   %s: %s\n", f.Rule, f.Message)
	}
	return b.String()
}

// isWhatTheEditsSay applies the edits by their lines and columns, as an editor would.
func isWhatTheEditsSay(t *testing.T, content []byte, r *dockeredit.Result) {
	t.Helper()
	if got := byPlaces(t, string(content), r); got != string(r.Content) {
		t.Errorf("the edits make another file:\n%s", cmp.Diff(string(r.Content), got))
	}
}

// isDoneOnce: a second run has nothing to do.
func isDoneOnce(t *testing.T, r *dockeredit.Result, o dockerfile.Options, g golden) {
	t.Helper()
	again, _ := edit(t, string(r.Content), o, dockeredit.Options{MinimumUID: g.MinimumUID})
	if len(again.Fixes) > 0 || string(again.Content) != string(r.Content) {
		t.Errorf("a second run changes the file again: %+v", again.Fixes)
	}
}
