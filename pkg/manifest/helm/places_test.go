package helm

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// TestPlaces renders the chart of each archive. The lines above its files name the chart with its flags, the object (its
// name may be a pattern), the path ("/" for the object); then where it is to be found: file, line, columns, precision, and
// what else is named. UPDATE=1 rewrites them; read the difference.
func TestPlaces(t *testing.T) {
	each(t, "testdata/places/*.txtar", func(t *testing.T, a *txtar.Archive) string {
		t.Helper()
		var got strings.Builder
		for line := range strings.Lines(string(a.Comment)) {
			w := strings.Split(strings.TrimSpace(line), " | ")
			o := find(t, w[0], w[1])
			pointer := strings.TrimSuffix(w[2], "/")
			l := o.Locate(pointer)
			fmt.Fprintf(&got, "%s | %s | %s | %s:%d:%d-%d %s", w[0], w[1], w[2], l.File, l.Line, l.Column, l.EndColumn, l.Precision)
			for _, r := range o.Origins(pointer) {
				fmt.Fprintf(&got, " | %s:%d %s", r.Location.File, r.Location.Line, r.Message)
			}
			got.WriteByte('\n')
		}
		return got.String()
	})
}

// TestErrors renders charts that give nothing to judge. What stands above the files is the whole of what is said.
func TestErrors(t *testing.T) {
	each(t, "testdata/errors/*.txtar", func(t *testing.T, _ *txtar.Archive) string {
		t.Helper()
		var got strings.Builder
		for e := range (&Renderer{KubernetesVersion: "1.31"}).Render(t.Context(), "chart", "chart") {
			switch {
			case e.Err != nil:
				fmt.Fprintf(&got, "%v\n", e.Err)
				if e.Err.Hint != "" {
					fmt.Fprintf(&got, "hint: %s\n", e.Err.Hint)
				}
			case e.Object != nil:
				fmt.Fprintf(&got, "object %s\n", e.Object.Name)
			case e.Skipped != nil:
				fmt.Fprintf(&got, "skipped %s: %s\n", e.Skipped.File, e.Skipped.Reason)
			}
		}
		return got.String()
	})
}

// each unpacks archives, goes to their folder and holds what a test gets against what stands above their files.
func each(t *testing.T, pattern string, run func(t *testing.T, a *txtar.Archive) string) {
	t.Helper()
	archives, err := filepath.Glob(pattern)
	if err != nil || len(archives) == 0 {
		t.Fatalf("%d archives, %v", len(archives), err)
	}
	for _, name := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			name, err := filepath.Abs(name)
			if err != nil {
				t.Fatal(err)
			}
			a, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			t.Chdir(unpack(t, a))
			got := run(t, a)
			if diff := cmp.Diff(string(a.Comment), got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if os.Getenv("UPDATE") != "" {
				a.Comment = []byte(got)
				if err := os.WriteFile(name, txtar.Format(a), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

func unpack(t *testing.T, a *txtar.Archive) string {
	t.Helper()
	dir := t.TempDir()
	for _, f := range a.Files {
		write(t, filepath.Join(dir, f.Name), f.Data)
	}
	return dir
}

func write(t *testing.T, name string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// find renders a chart, with the flags behind its folder, and gives the object of a kind and name.
func find(t *testing.T, command, object string) *manifest.Object {
	t.Helper()
	r := &Renderer{KubernetesVersion: "1.31"}
	words := strings.Fields(command)
	for i := 1; i+1 < len(words); i += 2 {
		switch words[i] {
		case "--values":
			r.Values.Files = append(r.Values.Files, words[i+1])
		case "--set":
			r.Values.Set = append(r.Values.Set, words[i+1])
		}
	}
	var found *manifest.Object
	for e := range r.Render(t.Context(), words[0], words[0]) {
		if e.Err != nil {
			t.Fatal(e.Err)
		}
		if e.Object == nil {
			continue
		}
		if ok, err := path.Match(object, e.Object.Kind+"/"+e.Object.Name); err == nil && ok {
			found = e.Object
		}
	}
	if found == nil {
		t.Fatalf("no %s", object)
	}
	return found
}
