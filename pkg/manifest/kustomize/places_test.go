package kustomize

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// TestPlaces builds the tree of each archive. The lines above its files say where a field is to be found: the folder to
// build, the object (its name may be a pattern), the path ("/" for the object), file and line, precision. UPDATE=1
// rewrites them; read the difference.
func TestPlaces(t *testing.T) {
	archives, err := filepath.Glob("testdata/places/*.txtar")
	if err != nil || len(archives) < 30 {
		t.Fatalf("%d archives, %v", len(archives), err)
	}
	exact, all := 0, 0
	for _, name := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			a, name := archive(t, name)
			dir := unpack(t, a)
			var got []string
			for line := range strings.Lines(string(a.Comment)) {
				w := strings.Fields(line)
				l := locate(t, dir, w[0], w[1], strings.TrimSuffix(w[2], "/"))
				got = append(got, fmt.Sprintf("%s %s %s %s:%d %s", w[0], w[1], w[2], l.File, l.Line, l.Precision))
				if all++; l.Precision == finding.PrecisionExact {
					exact++
				}
			}
			text := strings.Join(got, "\n") + "\n"
			compare(t, a, name, text)
		})
	}
	if exact*10 < all*9 {
		t.Errorf("%d of %d places are exact, want nine in ten", exact, all)
	}
}

// archive reads an archive, and gives its name from the root, as tests change the folder.
func archive(t *testing.T, name string) (*txtar.Archive, string) {
	t.Helper()
	name, err := filepath.Abs(name)
	if err != nil {
		t.Fatal(err)
	}
	a, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return a, name
}

// compare holds what was got against what the archive says.
func compare(t *testing.T, a *txtar.Archive, name, got string) {
	t.Helper()
	if diff := cmp.Diff(string(a.Comment), got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if os.Getenv("UPDATE") != "" {
		a.Comment = []byte(got)
		if err := os.WriteFile(name, txtar.Format(a), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// unpack writes the files of an archive and goes to their folder.
func unpack(t *testing.T, a *txtar.Archive) string {
	t.Helper()
	dir := t.TempDir()
	for _, f := range a.Files {
		write(t, filepath.Join(dir, f.Name), string(f.Data))
	}
	return dir
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// rendered gives the objects of a folder; the files that they name are as seen from dir.
func rendered(t *testing.T, dir, folder string) ([]*manifest.Object, []string) {
	t.Helper()
	t.Chdir(dir)
	var objects []*manifest.Object
	var errs []string
	for e := range (&Renderer{}).Render(t.Context(), folder, folder) {
		switch {
		case e.Object != nil:
			objects = append(objects, e.Object)
		case e.Err != nil:
			errs = append(errs, e.Err.Error())
		}
	}
	return objects, errs
}

func locate(t *testing.T, dir, folder, object, pointer string) finding.Location {
	t.Helper()
	return find(t, dir, folder, object).Locate(pointer)
}

func find(t *testing.T, dir, folder, object string) *manifest.Object {
	t.Helper()
	objects, errs := rendered(t, dir, folder)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	for _, o := range objects {
		if ok, err := path.Match(object, o.Kind+"/"+o.Name); err == nil && ok {
			return o
		}
	}
	t.Fatalf("no %s among %d objects", object, len(objects))
	return nil
}
