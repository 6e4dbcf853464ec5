package policy

import (
	"fmt"
	"reflect"
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
)

// A Describer gives the documentation of a field of a Go struct of package input.
type Describer func(structName, field string) string

// Schema is the JSON Schema of one kind of input, made from its Go struct. Everything is inlined and closed, without
// oneOf, anyOf and if: OPA's type checker lets misspelt paths through those. With describe nil there are no
// descriptions, which is what the type checker needs.
func Schema(kind string, describe Describer) (map[string]any, error) {
	t, ok := inputTypes[kind]
	if !ok {
		return nil, fmt.Errorf("no schema for input kind %q", kind)
	}
	s, err := schemaOf(t, describe)
	if err != nil {
		return nil, fmt.Errorf("make schema of input kind %s: %w", kind, err)
	}
	s["$schema"] = "http://json-schema.org/draft-07/schema#"
	s["title"] = "input of kind " + kind
	return s, nil
}

func schemaOf(t reflect.Type, describe Describer) (map[string]any, error) {
	switch t.Kind() {
	case reflect.Pointer:
		return schemaOf(t.Elem(), describe)
	case reflect.Struct:
		return structSchema(t, describe)
	case reflect.Slice:
		items, err := schemaOf(t.Elem(), describe)
		return map[string]any{"type": "array", "items": items}, err
	case reflect.Map:
		values, err := schemaOf(t.Elem(), describe)
		return map[string]any{"type": "object", "additionalProperties": values}, err
	case reflect.Bool:
		return map[string]any{"type": "boolean"}, nil
	case reflect.String:
		return map[string]any{"type": "string"}, nil
	case reflect.Int, reflect.Int32, reflect.Int64:
		return map[string]any{"type": "integer"}, nil
	default:
		return nil, fmt.Errorf("a %s has no schema", t)
	}
}

func structSchema(t reflect.Type, describe Describer) (map[string]any, error) {
	properties := map[string]any{}
	required := []any{}
	for _, f := range reflect.VisibleFields(t) {
		name, option, _ := strings.Cut(f.Tag.Get("json"), ",")
		p, err := schemaOf(f.Type, describe)
		if err != nil {
			return nil, err
		}
		if describe != nil {
			p["description"] = describe(structName(t), f.Name)
		}
		properties[name] = p
		if option != "omitempty" {
			required = append(required, name)
		}
	}
	s := map[string]any{"type": "object", "additionalProperties": false, "properties": properties}
	if len(required) > 0 {
		s["required"] = required
	}
	return s, nil
}

// structName is the declared name: Setting for Setting[bool].
func structName(t reflect.Type) string {
	name, _, _ := strings.Cut(t.Name(), "[")
	return name
}

// schemaSet holds the schemas of all kinds as METADATA names them.
var schemaSet = sync.OnceValues(func() (*ast.SchemaSet, error) {
	set := ast.NewSchemaSet()
	for kind := range inputTypes {
		s, err := Schema(kind, nil)
		if err != nil {
			return nil, err
		}
		set.Put(ast.MustParseRef("schema."+kind), s)
	}
	return set, nil
})
