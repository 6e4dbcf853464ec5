package policy

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// A Describer gives the documentation of a field of a Go struct, or, with field "", of the struct itself.
type Describer func(structName, field string) string

// Schema is the JSON Schema of one kind of input, made from its Go struct. Everything is inlined and closed, without
// oneOf, anyOf and if: OPA's type checker lets misspelt paths through those. With describe nil there are no
// descriptions, which is what the type checker needs.
func Schema(kind string, describe Describer) (map[string]any, error) {
	t, ok := inputTypes[kind]
	if !ok {
		return nil, fmt.Errorf("no schema for input kind %q", kind)
	}
	s := schemaOf(t, describe)
	s["$schema"] = "http://json-schema.org/draft-07/schema#"
	s["title"] = "input of kind " + kind
	return s, nil
}

func schemaOf(t reflect.Type, describe Describer) map[string]any {
	switch t.Kind() {
	case reflect.Pointer:
		return schemaOf(t.Elem(), describe)
	case reflect.Struct:
		return structSchema(t, describe)
	case reflect.Slice:
		return map[string]any{"type": "array", "items": schemaOf(t.Elem(), describe)}
	case reflect.Map:
		return map[string]any{"type": "object", "additionalProperties": schemaOf(t.Elem(), describe)}
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.String:
		return map[string]any{"type": "string"}
	case reflect.Int, reflect.Int32, reflect.Int64:
		return map[string]any{"type": "integer"}
	default:
		panic("policy: package input holds a " + t.String() + ", which has no schema")
	}
}

func structSchema(t reflect.Type, describe Describer) map[string]any {
	properties := map[string]any{}
	required := []any{}
	for _, f := range reflect.VisibleFields(t) {
		name, option, _ := strings.Cut(f.Tag.Get("json"), ",")
		p := schemaOf(f.Type, describe)
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
	return s
}

// structName is the declared name: Setting for Setting[bool].
func structName(t reflect.Type) string {
	name, _, _ := strings.Cut(t.Name(), "[")
	return name
}

func schemaSet() *ast.SchemaSet {
	set := ast.NewSchemaSet()
	for kind, t := range inputTypes {
		set.Put(ast.MustParseRef("schema."+kind), schemaOf(t, nil))
	}
	return set
}
