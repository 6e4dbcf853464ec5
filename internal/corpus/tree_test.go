package corpus_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
	"helm.sh/helm/v4/pkg/chart/common"
	commonutil "helm.sh/helm/v4/pkg/chart/common/util"
	"helm.sh/helm/v4/pkg/chart/v2/loader"
	"helm.sh/helm/v4/pkg/engine"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"

	"github.com/hullcheck/hullcheck/internal/cli"
	"github.com/hullcheck/hullcheck/pkg/finding"
)

// TestTree judges a folder as repositories have them: a base with two overlays and a component, patches in files and
// inline, a chart with one that it depends on, plain manifests, and the files of other tools. What stands above the files
// is where each finding is, and what is skipped (UPDATE=1 rewrites it; read the difference).
//
// The findings must be those that the built objects have, no more and no fewer: of an overlay, a patch or a template by
// itself nothing may be said.
func TestTree(t *testing.T) {
	name, err := filepath.Abs("testdata/tree.txtar")
	if err != nil {
		t.Fatal(err)
	}
	a, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(unpack(t, a))
	few := judge(t, "", ".", "workload/privileged", "workload/host-*", "workload/read-only-root-filesystem")
	if diff := cmp.Diff(string(a.Comment), places(few)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if os.Getenv("UPDATE") != "" {
		a.Comment = []byte(places(few))
		if err := os.WriteFile(name, txtar.Format(a), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want := slices.Concat(
		said(judge(t, built(t, "alone"), "-")), said(judge(t, built(t, "overlays/dev"), "-")),
		said(judge(t, built(t, "overlays/prod"), "-")), said(judge(t, rendered(t, "chart"), "-")),
		said(judge(t, "", "plain/pod.yaml")), said(judge(t, "", "crd/cron.yaml")),
	)
	slices.Sort(want)
	all := judge(t, "", ".")
	for _, f := range all.Findings {
		if strings.HasPrefix(f.Location.File, "base/") && len(f.Related) == 0 {
			t.Errorf("%s at %s:%d does not name the overlay that builds it", f.Rule, f.Location.File, f.Location.Line)
		}
	}
	if diff := cmp.Diff(want, said(all)); diff != "" {
		t.Errorf("findings are not those of the built objects (-want +got):\n%s", diff)
	}
}

func unpack(t *testing.T, a *txtar.Archive) string {
	t.Helper()
	dir := t.TempDir()
	for _, f := range a.Files {
		name := filepath.Join(dir, f.Name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// judge gives the report on one source, by some rules on workloads or all of them.
func judge(t *testing.T, stdin, source string, rules ...string) finding.Report {
	t.Helper()
	var stdout, stderr bytes.Buffer
	args := []string{"check", source, "--images", "off", "--output", "json", "--rule", "-*"}
	if len(rules) == 0 {
		rules = []string{"workload/*"}
	}
	for _, r := range rules {
		args = append(args, "--rule", "+"+r)
	}
	if code := cli.Main(t.Context(), args, strings.NewReader(stdin), &stdout, &stderr); code > 1 {
		t.Fatalf("exit code %d\n%s%s", code, &stdout, &stderr)
	}
	var report finding.Report
	if err := json.Unmarshal(stdout.Bytes(), &report); err != nil {
		t.Fatalf("read report: %v", err)
	}
	return report
}

// built is what kustomize makes of a folder.
func built(t *testing.T, dir string) string {
	t.Helper()
	m, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(filesys.MakeFsOnDisk(), dir)
	if err != nil {
		t.Fatal(err)
	}
	out, err := m.AsYaml()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// rendered is what helm makes of a chart.
func rendered(t *testing.T, dir string) string {
	t.Helper()
	c, err := loader.LoadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	values, err := commonutil.ToRenderValues(c, nil, common.ReleaseOptions{Name: "release-name", Namespace: "default"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	texts, err := engine.Render(c, values)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		if !strings.HasSuffix(name, "NOTES.txt") {
			out.WriteString("---\n" + texts[name] + "\n")
		}
	}
	return out.String()
}

// said lists what is found, without places.
func said(r finding.Report) []string {
	var out []string
	for _, f := range r.Findings {
		out = append(out, fmt.Sprintf("%s %s/%s %s %s %s", f.Rule, f.Subject.Kind, f.Subject.Name, f.Subject.Container, f.Path, f.Message))
	}
	slices.Sort(out)
	return out
}

// places lists where things are found, and what is skipped.
func places(r finding.Report) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d objects, %d errors\n", r.Summary.Objects, len(r.Errors))
	for _, f := range r.Findings {
		fmt.Fprintf(&b, "%s:%d %s: %s of %s %s\n", f.Location.File, f.Location.Line, f.Location.Precision,
			f.Rule, f.Subject.Kind, strings.TrimSuffix(f.Subject.Name+"/"+f.Subject.Container, "/"))
	}
	for _, s := range r.Skipped {
		fmt.Fprintf(&b, "skipped %s: %s\n", s.File, s.Reason)
	}
	return b.String()
}
