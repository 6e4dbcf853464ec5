package policy

import (
	"reflect"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/hullcheck/hullcheck/pkg/policy/input"
)

func TestSchemasAreClosedAndFlat(t *testing.T) {
	for _, kind := range Kinds() {
		s, err := Schema(kind, func(structName, field string) string { return structName + "." + field })
		if err != nil {
			t.Fatal(err)
		}
		walkSchema(t, kind, s)
		if s["title"] != "input of kind "+kind {
			t.Errorf("title = %v", s["title"])
		}
	}
}

// walkSchema demands that every object is closed, or holds values of one type, and that nothing is chosen among forms.
func walkSchema(t *testing.T, at string, s map[string]any) {
	t.Helper()
	for _, word := range []string{"oneOf", "anyOf", "allOf", "if", "$ref"} {
		if _, ok := s[word]; ok {
			t.Errorf("%s: %s hides misspelt paths from the type checker", at, word)
		}
	}
	properties, _ := s["properties"].(map[string]any)
	switch {
	case s["type"] == "array":
		walkSchema(t, at+"[]", s["items"].(map[string]any))
	case s["type"] == "object" && properties != nil:
		if s["additionalProperties"] != false {
			t.Errorf("%s: open object", at)
		}
		for name, p := range properties {
			p := p.(map[string]any)
			if text, _ := p["description"].(string); !strings.Contains(text, ".") {
				t.Errorf("%s.%s: no description", at, name)
			}
			walkSchema(t, at+"."+name, p)
		}
	case s["type"] == "object":
		walkSchema(t, at+".*", s["additionalProperties"].(map[string]any))
	}
}

// What the program makes is valid: every list and object that a rule may count or walk is there.
func TestSchemasAcceptInputs(t *testing.T) {
	uid := int64(1000)
	for kind, v := range map[string]any{
		input.KindContainer: input.Container{Kind: input.KindContainer, Identity: input.Identity{UID: input.Fact[int64]{Value: &uid}}},
		input.KindImage:     input.Image{Kind: input.KindImage},
		input.KindObject:    input.Object{Kind: input.KindObject, Pods: []input.Pod{{}}},
	} {
		value, err := valueOf(v)
		if err != nil {
			t.Fatal(err)
		}
		if faults := inputFaults(ast.NewTerm(value), ""); len(faults) > 0 {
			t.Errorf("%s: %q", kind, faults)
		}
	}
}

func TestSchemaOfWhatHasNone(t *testing.T) {
	if s, err := Schema("pod", nil); err == nil {
		t.Errorf("Schema = %v", s)
	}
	type unfit struct {
		A []map[string]float64 `json:"a"`
	}
	if s, err := schemaOf(reflect.TypeFor[unfit](), nil); err == nil || err.Error() != "a float64 has no schema" {
		t.Errorf("schemaOf = %v, %v", s, err)
	}
}
