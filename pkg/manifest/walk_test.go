package manifest

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// tree writes files into a new folder; a text that begins with -> is a symbolic link.
func tree(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		var err error
		if target, link := strings.CutPrefix(text, "->"); link {
			err = os.Symlink(target, path)
		} else {
			err = os.WriteFile(path, []byte(text), 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// walked lists what a walk yields, in order, without the folder's own path.
func walked(t *testing.T, r *Reader, dir string) []string {
	t.Helper()
	var all []string
	for e := range r.Dir(context.Background(), dir, dir) {
		line := ""
		switch {
		case e.Object != nil:
			line = "object " + e.Object.File + " " + e.Object.Name
		case e.Skipped != nil:
			line = "skipped " + e.Skipped.File + ": " + e.Skipped.Reason
		case e.Found != nil:
			line = string(e.Found.Kind) + " " + e.Found.Path
		case e.Err != nil:
			line = "error " + e.Err.Error()
		}
		all = append(all, strings.ReplaceAll(strings.ReplaceAll(line, dir+"/", ""), dir, "."))
	}
	return all
}

func named(name string) string { return "apiVersion: v1\nkind: A\nmetadata: {name: " + name + "}\n" }

func TestWalk(t *testing.T) {
	dir := tree(t, map[string]string{
		"b.yaml":                      named("b"),
		"a.yml":                       named("a"),
		"c.json":                      `{"apiVersion":"v1","kind":"A","metadata":{"name":"c"}}`,
		"d.YAML":                      named("d"),
		"readme.md":                   named("no"),
		"values.yaml":                 "a: 1\n",
		"broken.yaml":                 "apiVersion: v1\nkind: [\n",
		"sub/deep/x.yaml":             named("x"),
		"sub.d/y.yaml":                named("y1"),
		".hidden.yaml":                named("hidden"),
		".github/w.yaml":              named("no"),
		".git/config.yaml":            named("no"),
		"node_modules/p/k.yaml":       named("no"),
		"Dockerfile":                  "FROM scratch",
		"dev.Dockerfile":              "FROM scratch",
		"Containerfile.prod":          "FROM scratch",
		"Dockerfile.dockerignore":     "*",
		"img.tar.gz":                  "",
		"img/oci-layout":              "{}",
		"img/index.json":              "{}",
		"chart/Chart.yaml":            "apiVersion: v2",
		"chart/templates/t.yaml":      named("{{ no }}"),
		"overlay/kustomization.yaml":  "resources: []",
		"overlay/patch.yaml":          named("no"),
		"overlay2/Kustomization":      "resources: []",
		"overlay3/kustomization.yml":  "resources: []",
		"overlay3/below/patch.yaml":   named("no"),
		"notours/kustomize.yaml":      named("ours"),
		"notours/chart.yaml":          named("chart"),
		"notours/Dockerfile.yaml.txt": "FROM scratch",
	})
	const build = ": it is not rendered, and neither it nor what lies below is read file by file"
	want := []string{
		"object .hidden.yaml hidden",
		"dockerfile Containerfile.prod",
		"dockerfile Dockerfile",
		"object a.yml a",
		"object b.yaml b",
		"error broken.yaml:2:7: invalid YAML: did not find expected node content",
		"object c.json c",
		"object d.YAML d",
		"dockerfile dev.Dockerfile",
		"archive img.tar.gz",
		"skipped values.yaml: not a Kubernetes object",
		"skipped .github: hidden folder",
		"skipped chart: Helm chart" + build,
		"layout img",
		"skipped node_modules: packages of npm",
		"dockerfile notours/Dockerfile.yaml.txt",
		"object notours/chart.yaml chart",
		"object notours/kustomize.yaml ours",
		"skipped overlay: Kustomize folder" + build,
		"skipped overlay2: Kustomize folder" + build,
		"skipped overlay3: Kustomize folder" + build,
		"object sub/deep/x.yaml x",
		"object sub.d/y.yaml y1",
	}
	if diff := cmp.Diff(want, walked(t, new(Reader), dir)); diff != "" {
		t.Error("-want +got:\n" + diff)
	}
}

// Links are followed to files that the walk does not meet otherwise, and never out of the folder or in circles.
func TestWalkLinks(t *testing.T) {
	outside := tree(t, map[string]string{"secret.yaml": named("no")})
	dir := tree(t, map[string]string{
		"..data/x.yaml": named("mounted"),
		"x.yaml":        "->..data/x.yaml",
		"real.yaml":     named("real"),
		"again.yaml":    "->real.yaml",
		"text.txt":      named("text"),
		"text.yaml":     "->text.txt",
		"out.yaml":      "->" + outside + "/secret.yaml",
		"up.yaml":       "->../../../../../../../etc/passwd",
		"folder":        "->sub",
		"outfolder":     "->" + outside,
		"sub/loop":      "->..",
		"sub/s.yaml":    named("sub"),
		"me.yaml":       "->me.yaml",
		"gone.yaml":     "->nowhere.yaml",
		"gone.txt":      "->nowhere.txt",
		"Dockerfile":    "->text.txt",
	})
	want := []string{
		"dockerfile Dockerfile",
		"skipped folder: symbolic link to a folder",
		"error gone.yaml: follow the symbolic link: no such file or directory",
		"skipped me.yaml: symbolic link that leads outside the folder, or in a circle",
		"skipped out.yaml: symbolic link that leads outside the folder, or in a circle",
		"object real.yaml real",
		"object text.yaml text",
		"skipped up.yaml: symbolic link that leads outside the folder, or in a circle",
		"object x.yaml mounted",
		"skipped ..data: hidden folder",
		"skipped sub/loop: symbolic link to a folder",
		"object sub/s.yaml sub",
	}
	if diff := cmp.Diff(want, walked(t, new(Reader), dir)); diff != "" {
		t.Error("-want +got:\n" + diff)
	}
}

func TestWalkLimits(t *testing.T) {
	files := map[string]string{"a/a/a/a/a.yaml": named("deep")}
	for i := range 9 {
		files[fmt.Sprintf("f%d.yaml", i)] = named("f")
	}
	dir := tree(t, files)
	got := walked(t, &Reader{Limits: Limits{Files: 4, FolderDepth: 3}}, dir)
	want := []string{
		"object f0.yaml f", "object f1.yaml f", "object f2.yaml f", "object f3.yaml f",
		"error f4.yaml: walk: more than 4 files; the rest is not read",
		"error a/a/a/a: walk: more than 3 folders deep; it is not read",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error("-want +got:\n" + diff)
	}
	got = walked(t, &Reader{Limits: Limits{Folders: 2}}, dir)
	if last := got[len(got)-1]; last != "error a/a: walk: more than 2 folders; the rest is not read" {
		t.Error(last)
	}
}

func TestWalkStops(t *testing.T) {
	dir := tree(t, map[string]string{"a.yaml": named("a"), "b.yaml": named("b"), "c/c.yaml": named("c"), "Dockerfile": ""})
	for most := 1; most <= 4; most++ {
		n := 0
		for range new(Reader).Dir(context.Background(), dir, dir) {
			if n++; n == most {
				break
			}
		}
		if n != most {
			t.Errorf("%d entries, want %d", n, most)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var errs []*Error
	for e := range new(Reader).Dir(ctx, dir, dir) {
		errs = append(errs, e.Err)
	}
	if len(errs) != 1 || !errors.Is(errs[0], context.Canceled) {
		t.Errorf("%v", errs)
	}
}

// fake renders the folders that hold a file named fake.
type fake struct{}

func (fake) Claims(names []string) bool { return slices.Contains(names, "fake") }

func (fake) Render(_ context.Context, source, dir string) iter.Seq[Entry] {
	return func(yield func(Entry) bool) {
		_ = yield(Entry{Object: &Object{Source: source, File: dir, Name: "rendered"}}) &&
			yield(Entry{Skipped: &finding.Skipped{File: dir, Reason: "second"}})
	}
}

func TestRenderer(t *testing.T) {
	dir := tree(t, map[string]string{
		"a/fake": "", "a/kustomization.yaml": "", "a/x.yaml": named("no"), "b.yaml": named("b"),
	})
	want := []string{"object b.yaml b", "object a rendered", "skipped a: second"}
	if diff := cmp.Diff(want, walked(t, &Reader{Renderers: []Renderer{fake{}}}, dir)); diff != "" {
		t.Error("-want +got:\n" + diff)
	}
}

func TestFile(t *testing.T) {
	dir := tree(t, map[string]string{
		"a.yaml":   named("a"),
		"big.json": `{"a": "` + strings.Repeat("x", 2<<20) + `"}`,
		"big.yaml": named("big") + strings.Repeat("# comment\n", 200_000),
		"wide.yml": inUTF16(binary.LittleEndian, named("wide")+strings.Repeat("# comment\n", 60_000)),
	})
	for name, want := range map[string]string{
		"a.yaml":    "0/-1 v1 A a",
		"big.json":  "skipped big.json: not a Kubernetes object",
		"big.yaml":  "0/-1 v1 A big",
		"wide.yml":  "0/-1 v1 A wide",
		"none.yaml": "error none.yaml: open: no such file or directory",
		"":          "error : is a folder, not a file",
	} {
		var o outcome
		for e := range new(Reader).File(context.Background(), name, filepath.Join(dir, name)) {
			o.add(t, e)
		}
		got := o.summary()
		for i := range got {
			got[i] = strings.ReplaceAll(strings.ReplaceAll(got[i], dir+"/", ""), dir, "")
		}
		if diff := cmp.Diff([]string{want}, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	for e := range new(Reader).File(context.Background(), "x", dir+"/none") {
		if !errors.Is(e.Err, fs.ErrNotExist) || e.Err.Location().Line != 0 {
			t.Errorf("%v", e.Err)
		}
	}
}

func TestWalkWhatIsNoFile(t *testing.T) {
	dir := tree(t, map[string]string{"a.yaml": named("a")})
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe.yaml"), 0o644); err != nil {
		t.Skip("no pipes here:", err)
	}
	if got := walked(t, new(Reader), dir); !slices.Equal(got, []string{"object a.yaml a", "skipped pipe.yaml: not a regular file"}) {
		t.Errorf("%q", got)
	}
	if got := walked(t, new(Reader), dir+"/none"); len(got) != 1 || !strings.Contains(got[0], "no such file") {
		t.Errorf("%q", got)
	}
}

// Files that cannot be opened are errors, and the others are read.
func TestWalkUnreadable(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("root reads everything")
	}
	dir := tree(t, map[string]string{"a.yaml": named("a"), "b.yaml": named("b"), "c/c.yaml": named("c")})
	for _, name := range []string{"a.yaml", "c"} {
		if err := os.Chmod(filepath.Join(dir, name), 0); err != nil {
			t.Fatal(err)
		}
	}
	want := []string{
		"error a.yaml: open: permission denied", "object b.yaml b", "error c: read the folder: permission denied",
	}
	if diff := cmp.Diff(want, walked(t, new(Reader), dir)); diff != "" {
		t.Error(diff)
	}
}
