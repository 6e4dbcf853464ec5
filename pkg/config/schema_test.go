package config_test

import (
	"bytes"
	"encoding/json"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/hullcheck/hullcheck/pkg/config"
)

const published = "../../docs/config.schema.json"

func TestSchemaIsPublished(t *testing.T) { golden(t, published, string(config.Schema)) }

type schema struct {
	Ref                  string             `json:"$ref"`
	Type                 any                `json:"type"`
	Description          string             `json:"description"`
	Properties           map[string]*schema `json:"properties"`
	PatternProperties    map[string]*schema `json:"patternProperties"`
	AdditionalProperties json.RawMessage    `json:"additionalProperties"`
	Items                *schema            `json:"items"`
	Defs                 map[string]*schema `json:"$defs"`
}

// TestSchemaIsTheGoType walks the schema and Config together: both have the same keys, of the same types, and every key
// is described.
func TestSchemaIsTheGoType(t *testing.T) {
	var root schema
	if err := json.Unmarshal(config.Schema, &root); err != nil {
		t.Fatal(err)
	}
	same(t, "", &root, &root, reflect.TypeFor[config.Config]())
}

func same(t *testing.T, path string, root, s *schema, typ reflect.Type) {
	t.Helper()
	if s.Ref != "" {
		s = root.Defs[strings.TrimPrefix(s.Ref, "#/$defs/")]
	}
	if typ.Kind() == reflect.Pointer {
		typ = typ.Elem()
	}
	switch typ.Kind() {
	case reflect.Struct:
		if string(s.AdditionalProperties) != "false" {
			t.Errorf("%s: unknown keys are accepted", path)
		}
		var want, got []string
		for i := range typ.NumField() {
			name, _, _ := strings.Cut(typ.Field(i).Tag.Get("json"), ",")
			if name == "" {
				continue
			}
			want = append(want, name)
			if p := s.Properties[name]; p != nil {
				same(t, path+"/"+name, root, p, typ.Field(i).Type)
			}
		}
		for name, p := range s.Properties {
			got = append(got, name)
			if p.Ref == "" && p.Description == "" {
				t.Errorf("%s/%s is not described", path, name)
			}
		}
		slices.Sort(want)
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: keys (-Go +schema):\n%s", path, diff)
		}
	case reflect.Slice:
		isType(t, path, s, "array")
		same(t, path+"/-", root, s.Items, typ.Elem())
	case reflect.Map:
		isType(t, path, s, "object")
	case reflect.Bool:
		isType(t, path, s, "boolean")
	case reflect.Int: // the version, a constant
	case reflect.Int64:
		isType(t, path, s, "integer")
	case reflect.String:
		if s.Type != nil { // enumerations have none
			isType(t, path, s, "string")
		}
	default:
		t.Errorf("%s: a field of kind %s", path, typ.Kind())
	}
}

func isType(t *testing.T, path string, s *schema, want string) {
	t.Helper()
	// A type of its own may be read from another one too.
	if types, ok := s.Type.([]any); s.Type != want && (!ok || !slices.Contains(types, any(want))) {
		t.Errorf("%s: the schema says %v, the Go type %s", path, s.Type, want)
	}
}

// TestExamplesAreValid: the examples that hints show pass the schema that they stand in.
func TestExamplesAreValid(t *testing.T) {
	tree, err := jsonschema.UnmarshalJSON(bytes.NewReader(config.Schema))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("s.json", tree); err != nil {
		t.Fatal(err)
	}
	n := 0
	eachExample(tree, "s.json#", func(pointer string, example any) {
		n++
		if text, ok := example.(string); ok && strings.Contains(text, "…") {
			return // a digest, cut short
		}
		if err := c.MustCompile(pointer).Validate(example); err != nil {
			t.Errorf("%s: %v", pointer, err)
		}
	})
	if n < 20 {
		t.Errorf("only %d examples", n)
	}
}

func eachExample(v any, pointer string, visit func(string, any)) {
	m, ok := v.(map[string]any)
	if !ok {
		return
	}
	if list, ok := m["examples"].([]any); ok {
		for _, e := range list {
			visit(pointer, e)
		}
	}
	for k, child := range m {
		eachExample(child, pointer+"/"+strings.NewReplacer("~", "~0", "/", "~1", "^", "%5E").Replace(k), visit)
	}
}

func TestFullFileIsFull(t *testing.T) {
	data, err := os.ReadFile("testdata/full.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var root schema
	if err := json.Unmarshal(config.Schema, &root); err != nil {
		t.Fatal(err)
	}
	for key := range root.Properties {
		if !bytes.Contains(data, []byte("\n"+key+":")) {
			t.Errorf("testdata/full.yaml has no %s", key)
		}
	}
}
