package main

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const root = "../.."

// What is generated stands in the repository, and nothing else stands in the folders of generated files.
func TestGeneratedFilesAreFresh(t *testing.T) {
	files, err := render(t.Context(), root)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range files {
		got, err := os.ReadFile(filepath.Join(root, name))
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is stale (%v): run make generate", name, err)
		}
	}
	for _, dir := range generatedDirs {
		err := filepath.WalkDir(filepath.Join(root, dir), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			name, err := filepath.Rel(root, path)
			if _, ok := files[name]; !ok {
				t.Errorf("%s is not generated", name)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
}

func TestGenerateWritesAndRemoves(t *testing.T) {
	dir := t.TempDir()
	for _, part := range []string{"policies", "pkg/policy/input", "docs", "templates"} {
		if err := os.CopyFS(filepath.Join(dir, part), os.DirFS(filepath.Join(root, part))); err != nil {
			t.Fatal(err)
		}
	}
	action, err := os.ReadFile(filepath.Join(root, "action.yml"))
	if err != nil {
		t.Fatal(err)
	}
	if err := write(filepath.Join(dir, "action.yml"), action); err != nil {
		t.Fatal(err)
	}
	stale := filepath.Join(dir, pageDir, "workload", "gone.md")
	if err := write(stale, []byte("old")); err != nil {
		t.Fatal(err)
	}
	if err := generate(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(stale); err == nil {
		t.Error("a page without rule was left")
	}
	page, err := os.ReadFile(filepath.Join(dir, pageDir, "workload", "privileged.md"))
	if err != nil || !strings.Contains(string(page), "**critical**") {
		t.Errorf("page: %s, %v", page, err)
	}
}

func TestAnUndocumentedFieldIsAnError(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join(root, "pkg/policy/input"))); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, "image.go")
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	bare := strings.Replace(string(text), "\t// Platform: linux/amd64.\n", "", 1)
	if bare == string(text) {
		t.Fatal("the comment to remove is not there")
	}
	if err := os.WriteFile(name, []byte(bare), 0o600); err != nil {
		t.Fatal(err)
	}
	err = addSchemas(map[string][]byte{}, dir)
	if err == nil || !strings.Contains(err.Error(), "no comment at Image.Platform") {
		t.Errorf("addSchemas: %v", err)
	}
}

// The page of a schema names every field with its type, and what it refers to.
func TestSchemaPage(t *testing.T) {
	p, err := schemaPageOf([]byte(`{"title": "T", "properties": {
		"z": {"$ref": "#/$defs/thing"},
		"a": {"type": "array", "items": {"properties": {"b": {"enum": ["x", "y"], "description": "B."}}}},
		"m": {"type": "object", "additionalProperties": {"type": "integer"}, "examples": [{"k": 1}]},
		"n": {"anyOf": [{"$ref": "#/$defs/thing"}, {"type": "null"}], "default": 5}},
		"$defs": {"thing": {"description": "A thing.", "required": ["v"], "properties": {"v": {"const": 1}, "w": {"type": "string"}}}}}`), "t.json")
	if err != nil {
		t.Fatal(err)
	}
	want := []schemaSection{
		{Fields: []schemaField{
			{"z", "[thing](#thing)", "A thing."},
			{"a", "list of ", ""},
			{"a[].b", "string", "B. One of `x`, `y`."},
			{"m", "map to integer", ""},
			{"n", "[thing](#thing) or null", "Default `5`."},
		}},
		{Name: "thing", About: "A thing.", Fields: []schemaField{
			{"v", "integer", "Always `1`. Always there."}, {"w", "string", ""},
		}},
	}
	if diff := cmp.Diff(want, p.Sections); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if _, err := schemaPageOf([]byte(`{`), "t.json"); err == nil {
		t.Error("a broken schema has a page")
	}
}

// The reference names every command and every flag, as help does.
func TestReferenceIsComplete(t *testing.T) {
	files := map[string][]byte{}
	if err := addReference(files); err != nil {
		t.Fatal(err)
	}
	page := string(files[referencePage])
	for _, s := range []string{
		"## hullcheck check\n", "| `-o, --output FORMAT[=FILE]` |", "## hullcheck explain\n", "| `--exit-code` |", "hullcheck whoami oci:build/api -o json",
	} {
		if !strings.Contains(page, s) {
			t.Errorf("%q is missing", s)
		}
	}
	if strings.Contains(page, "--help") || strings.Contains(page, "no-help") {
		t.Error("the reference documents help")
	}
}
