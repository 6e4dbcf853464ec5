package main

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/policy"
)

// addSchemas makes a JSON Schema of each kind of input, with the comments of its Go struct as descriptions.
func addSchemas(files map[string][]byte, dir string) error {
	comments, err := fieldComments(dir)
	if err != nil {
		return err
	}
	for _, kind := range policy.Kinds() {
		var missing []string
		schema, err := policy.Schema(kind, func(structName, field string) string {
			text := comments[structName+"."+field]
			if text == "" {
				missing = append(missing, structName+"."+field)
			}
			return text
		})
		if err != nil {
			return err
		}
		if len(missing) > 0 {
			return fmt.Errorf("package input: no comment at %s", strings.Join(missing, ", "))
		}
		raw, err := json.MarshalIndent(schema, "", "  ")
		if err != nil {
			return fmt.Errorf("write schema of %s: %w", kind, err)
		}
		files[filepath.Join(schemaDir, kind+".json")] = append(raw, '\n')
	}
	return nil
}

// fieldComments reads the comment above each field of each struct of a package, as "Struct.Field" → text.
func fieldComments(dir string) (map[string]string, error) {
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return nil, err
	}
	comments := map[string]string{}
	for _, name := range names {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, fmt.Errorf("read comments: %w", err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.TypeSpec)
			if !ok {
				return true
			}
			if s, ok := spec.Type.(*ast.StructType); ok {
				collect(comments, spec.Name.Name, s)
			}
			return false
		})
	}
	return comments, nil
}

func collect(comments map[string]string, structName string, s *ast.StructType) {
	for _, f := range s.Fields.List {
		text := strings.Join(strings.Fields(f.Doc.Text()), " ")
		for _, name := range f.Names {
			comments[structName+"."+name.Name] = text
		}
	}
}
