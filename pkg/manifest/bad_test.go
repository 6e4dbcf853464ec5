package manifest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// golden compares with a file of testdata, or with UPDATE=1 writes it.
func golden(t *testing.T, file, got string) {
	t.Helper()
	if os.Getenv("UPDATE") == "1" {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs (UPDATE=1 rewrites it), -want +got:\n%s", file, diff)
	}
}

// Each file of testdata/bad holds something that cannot be read between two objects that can. The errors are those of
// want.txt, and the two objects are read.
func TestBad(t *testing.T) {
	files, err := filepath.Glob("testdata/bad/*.yaml")
	if err != nil || len(files) < 30 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	var out strings.Builder
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		o := collect(t, new(Reader), string(text))
		fmt.Fprintf(&out, "== %s\n", filepath.Base(file))
		for _, e := range o.errs {
			fmt.Fprintf(&out, "%d:%d: %s\n", e.Line, e.Column, e.Message)
			if e.Hint != "" {
				fmt.Fprintf(&out, "   hint: %s\n", e.Hint)
			}
			if line := strings.Split(string(text), "\n")[e.Line-1]; e.Snippet != line {
				t.Errorf("%s: snippet %q, want %q", file, e.Snippet, line)
			}
		}
		var names []string
		for _, obj := range o.objects {
			names = append(names, obj.Name)
		}
		if len(names) < 2 || names[0] != "before" || names[len(names)-1] != "after" {
			t.Errorf("%s: the objects around the fault are not read: %v", file, names)
		}
		if len(names) > 2 {
			fmt.Fprintf(&out, "   also read: %s\n", strings.Join(names[1:len(names)-1], ", "))
		}
		if len(o.errs) == 0 {
			t.Errorf("%s: no error", file)
		}
	}
	golden(t, "testdata/bad/want.txt", out.String())
}
