package dockerfile_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// testCase is one Dockerfile with its context, written out to a directory.
type testCase struct {
	name, dir, target string
	buildArgs         map[string]string
	text              string
}

// readCases writes the archives of testdata/cases to directories. The comment of an archive holds the build's options, one
// a line: "target NAME", "build-arg K=V".
func readCases(t *testing.T) []testCase {
	t.Helper()
	files, err := filepath.Glob("testdata/cases/*.txtar")
	if err != nil || len(files) < 150 {
		t.Fatalf("found %d cases: %v", len(files), err)
	}
	root := t.TempDir()
	var out []testCase
	for _, f := range files {
		a, err := txtar.ParseFile(f)
		if err != nil {
			t.Fatal(err)
		}
		c := testCase{name: strings.TrimSuffix(filepath.Base(f), ".txtar"), buildArgs: map[string]string{}}
		c.dir = filepath.Join(root, c.name)
		for l := range strings.Lines(string(a.Comment)) {
			key, value, _ := strings.Cut(strings.TrimSpace(l), " ")
			switch key {
			case "target":
				c.target = value
			case "build-arg":
				k, v, _ := strings.Cut(value, "=")
				c.buildArgs[k] = v
			}
		}
		for _, file := range a.Files {
			write(t, filepath.Join(c.dir, file.Name), file.Data)
			if file.Name == "Dockerfile" {
				c.text = string(file.Data)
			}
		}
		out = append(out, c)
	}
	return out
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
