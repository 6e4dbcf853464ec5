package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/hullcheck/hullcheck/pkg/policy"
)

// inputDir holds a page for each kind of input that rules see.
const inputDir = "docs/input"

// kinds says what one of each kind of input is.
var kinds = map[string]string{
	"image":      "one platform of an image that was given as a SOURCE, read or predicted from a Dockerfile",
	"dockerfile": "a Dockerfile: its stages and instructions as evaluated, beside the image that it would give",
	"container":  "one container of one workload: the settings in effect with the field that set each, its image's facts, identity, power and start",
	"object":     "one Kubernetes object, with its pod template if it carries one",
	"inventory":  "once in a run: an index of all objects, for rules that compare them",
}

// schemaPage is a JSON Schema for people: a table for the whole, and one for each definition.
type schemaPage struct {
	Title, About, File string
	Sections           []schemaSection
}

type schemaSection struct {
	Name, About string
	Fields      []schemaField
}

type schemaField struct{ Path, Type, About string }

// addSchemaPages documents the schemas among files, which were just made, and those that are written by hand.
func addSchemaPages(files map[string][]byte, root string) error {
	for _, kind := range policy.Kinds() {
		if kinds[kind] == "" {
			return fmt.Errorf("kind %s: say what one of it is", kind)
		}
		p, err := schemaPageOf(files[filepath.Join(schemaDir, kind+".json")], "../../policies/schemas/"+kind+".json")
		if err != nil {
			return fmt.Errorf("schema of %s: %w", kind, err)
		}
		p.Title, p.About = "What rules of kind "+kind+" see as `input`", "It is "+kinds[kind]+"."
		if err := addFile(files, filepath.Join(inputDir, kind+".md"), "schema.md.tmpl", p); err != nil {
			return err
		}
	}
	if err := addFile(files, filepath.Join(inputDir, "README.md"), "input.md.tmpl", policy.Kinds()); err != nil {
		return err
	}
	for _, name := range []string{"config", "report"} {
		raw, err := os.ReadFile(filepath.Join(root, "docs", name+".schema.json"))
		if err != nil {
			return fmt.Errorf("read schema: %w", err)
		}
		p, err := schemaPageOf(raw, name+".schema.json")
		if err != nil {
			return fmt.Errorf("%s.schema.json: %w", name, err)
		}
		if err := addFile(files, filepath.Join("docs", name+".md"), "schema.md.tmpl", p); err != nil {
			return err
		}
	}
	return nil
}

func schemaPageOf(raw []byte, file string) (schemaPage, error) {
	var doc yaml.Node // JSON is YAML, and a node keeps the order
	if err := yaml.Unmarshal(raw, &doc); err != nil || len(doc.Content) == 0 {
		return schemaPage{}, fmt.Errorf("read %s: %w", file, err)
	}
	root := doc.Content[0]
	p := schemaPage{Title: text(root, "title"), About: text(root, "description"), File: file}
	p.Sections = append(p.Sections, schemaSection{Fields: fieldsOf(root, root, "")})
	defs := value(root, "$defs")
	for name, def := range properties(defs) {
		s := schemaSection{Name: name, About: text(def, "description"), Fields: fieldsOf(root, def, "")}
		if len(s.Fields) == 0 {
			s.Fields = []schemaField{{Path: "", Type: typeOf(def), About: ""}}
		}
		p.Sections = append(p.Sections, s)
	}
	return p, nil
}

// fieldsOf lists the fields of an object and of those within it, by their paths. Of a definition it tells which are always
// there.
func fieldsOf(root, schema *yaml.Node, path string) []schemaField {
	var out []schemaField
	required := words(value(schema, "required"))
	for name, field := range properties(value(schema, "properties")) {
		at := strings.TrimPrefix(path+"."+name, ".")
		about := describe(root, field)
		if schema != root && path == "" && slices.Contains(required, name) {
			about = strings.TrimSpace(about + " Always there.")
		}
		out = append(out, schemaField{at, typeOf(field), about})
		out = append(out, within(root, field, at)...)
	}
	return out
}

// within lists what stands in a field: its own fields, those of its items, or of the values of a map.
func within(root, field *yaml.Node, path string) []schemaField {
	out := fieldsOf(root, field, path)
	if items := value(field, "items"); items != nil {
		out = append(out, within(root, items, path+"[]")...)
	}
	if more := value(field, "additionalProperties"); more != nil && more.Kind == yaml.MappingNode {
		out = append(out, within(root, more, path+".*")...)
	}
	return out
}
