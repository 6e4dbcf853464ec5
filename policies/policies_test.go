package policies_test

import (
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/internal/ruleexamples"
	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/policy"
	"github.com/hullcheck/hullcheck/policies"
)

func load(t *testing.T, src policy.Source) []finding.Rule {
	t.Helper()
	set, err := policy.Load(t.Context(), src)
	if err != nil {
		t.Fatal(err)
	}
	return set.Rules()
}

// The program knows its rules from the index; this is the proof that the index says what METADATA says.
func TestTheIndexIsRight(t *testing.T) {
	read := load(t, policy.Source{FS: os.DirFS("."), Builtin: true})
	indexed := load(t, policy.Source{FS: policies.FS, Builtin: true, Index: policies.Index})
	if diff := cmp.Diff(read, indexed); diff != "" {
		t.Errorf("index.json is stale: run make generate (-METADATA +index):\n%s", diff)
	}
	if len(read) < 35 {
		t.Errorf("only %d rules", len(read))
	}
}

func TestEveryFolderIsWhole(t *testing.T) {
	tree := os.DirFS(".")
	for _, r := range load(t, policy.Source{FS: tree, Builtin: true}) {
		t.Run(r.ID, func(t *testing.T) {
			dir := strings.ReplaceAll(r.ID, "-", "_")
			checkFiles(t, tree, dir)
			checkText(t, tree, dir, r)
			checkExamples(t, tree, r.ID)
		})
	}
}

func checkFiles(t *testing.T, tree fs.FS, dir string) {
	t.Helper()
	entries, err := fs.ReadDir(tree, dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	base := path.Base(dir)
	want := []string{"README.md", base + ".rego", base + "_test.rego", "testdata"}
	slices.Sort(want)
	if diff := cmp.Diff(want, names); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
}

const (
	maxLogicLines = 40
	maxColumns    = 130
)

func checkText(t *testing.T, tree fs.FS, dir string, r finding.Rule) {
	t.Helper()
	rego, err := fs.ReadFile(tree, path.Join(dir, path.Base(dir)+".rego"))
	if err != nil {
		t.Fatal(err)
	}
	logic := 0
	for line := range strings.Lines(string(rego)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			logic++
		}
		if len(line) > maxColumns {
			t.Errorf("a line of %d columns: %s", len(line), line)
		}
	}
	if logic > maxLogicLines {
		t.Errorf("%d lines of logic; a rule stays under %d", logic, maxLogicLines)
	}
	_, code, _ := strings.Cut(string(rego), "\npackage ")
	for _, p := range r.PSS {
		if !strings.Contains(code, p.Reason) {
			t.Errorf("no message holds upstream's words %q", p.Reason)
		}
	}
	var sections []string
	for line := range strings.Lines(r.Help) {
		if strings.HasPrefix(line, "#") {
			sections = append(sections, strings.TrimSpace(line))
		}
	}
	if diff := cmp.Diff([]string{"## Why", "## How to fix", "## When to except it"}, sections); diff != "" {
		t.Errorf("sections of README.md (-want +got):\n%s", diff)
	}
}

func checkExamples(t *testing.T, tree fs.FS, rule string) {
	t.Helper()
	examples, err := ruleexamples.Of(tree, rule)
	if err != nil {
		t.Fatal(err)
	}
	bad := 0
	for _, x := range examples {
		if x.Bad {
			bad++
		}
		if x.Image != nil {
			if _, err := x.Image.Build().Image(ruleexamples.Contents()); err != nil {
				t.Errorf("%s: %v", x.Name, err)
			}
		}
	}
	if good := len(examples) - bad; bad < 3 || good < 3 {
		t.Errorf("%d bad and %d good examples; want three of each", bad, good)
	}
	if _, _, err := ruleexamples.Pair(examples); err != nil {
		t.Error(err)
	}
	if i := slices.IndexFunc(examples, func(x ruleexamples.Example) bool { return len(x.Text) == 0 }); i >= 0 {
		t.Errorf("%s is empty", examples[i].Name)
	}
}

// Images that examples describe must not be left over from manifests that are gone.
func TestNoImageWithoutItsManifest(t *testing.T) {
	names, err := fs.Glob(os.DirFS("."), "*/*/testdata/*.image.yaml")
	if err != nil || len(names) == 0 {
		t.Fatalf("found %d images: %v", len(names), err)
	}
	for _, name := range names {
		base := strings.TrimSuffix(name, ".image.yaml")
		_, err := os.Stat(base + ".yaml")
		_, other := os.Stat(base + ".Dockerfile")
		if err != nil && other != nil {
			t.Errorf("%s: %v, %v", name, err, other)
		}
	}
}
