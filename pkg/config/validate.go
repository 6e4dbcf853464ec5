package config

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"

	"github.com/hullcheck/hullcheck/pkg/jsonpointer"
)

// validate compares the file, as JSON, with the schema.
func (s source) validate(b []byte) error {
	schema := compiled()
	if schema.err != nil {
		return schema.err
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
	if err != nil {
		return fmt.Errorf("validate %s: %w", s.file, err)
	}
	err = schema.schema.Validate(v)
	var invalid *jsonschema.ValidationError
	if err != nil && !errors.As(err, &invalid) {
		return fmt.Errorf("validate %s: %w", s.file, err)
	}
	var ps Problems
	for _, e := range leaves(invalid) {
		ps = append(ps, s.problems(e, v, part(schema.tree, e.SchemaURL))...)
	}
	return ps.err()
}

// leaves are the faults at the bottom of an error's tree.
func leaves(e *jsonschema.ValidationError) []*jsonschema.ValidationError {
	if e == nil {
		return nil
	}
	if len(e.Causes) == 0 {
		return []*jsonschema.ValidationError{e}
	}
	var out []*jsonschema.ValidationError
	for _, c := range e.Causes {
		out = append(out, leaves(c)...)
	}
	return out
}

// part is the piece of the schema that an error refers to, nil if it cannot be found.
func part(tree any, url string) map[string]any {
	_, pointer, _ := strings.Cut(url, "#")
	m, _ := jsonpointer.At(tree, pointer).(map[string]any)
	return m
}

// problems words one fault for a person; a fault about several keys is several problems.
func (s source) problems(e *jsonschema.ValidationError, v any, schema map[string]any) Problems {
	path := e.InstanceLocation
	name := nameOf(path)
	one := func(hint, format string, args ...any) Problems {
		return Problems{{At: s.at(path), Message: fmt.Sprintf(format, args...), Hint: hint}}
	}
	switch k := e.ErrorKind.(type) {
	case *kind.AdditionalProperties:
		return s.unknownKeys(path, k.Properties, schema)
	case *kind.Required:
		return one(description(schema, k.Missing[0]), "%skey %s is missing", inside(path), strings.Join(k.Missing, ", "))
	case *kind.Type:
		hint := ""
		if slices.Contains(k.Want, "string") && (k.Got == "number" || k.Got == "boolean") {
			hint = "write it in quotes"
		}
		return one(hint, "%s must be %s, not %s", name, typeWords(k.Want), typeWords([]string{k.Got}))
	case *kind.Enum:
		names := texts(k.Want)
		return one(didYouMean(fmt.Sprint(k.Got), names), "%s: write %s", name+scalar(k.Got), anyOf(names))
	case *kind.Const:
		return one("", "%s is %v: this hullcheck knows %v", name, k.Got, k.Want)
	case *kind.MinProperties:
		return one(ownDescription(schema), "%s is empty", name)
	}
	return one(ownDescription(schema), "%s is not valid", name+scalar(valueAt(v, path)))
}

// valueAt is the part of the file that a path leads to.
func valueAt(v any, path []string) any {
	for _, step := range path {
		switch here := v.(type) {
		case map[string]any:
			v = here[step]
		case []any:
			i, err := strconv.Atoi(step)
			if err != nil || i < 0 || i >= len(here) {
				return nil
			}
			v = here[i]
		}
	}
	return v
}

func (s source) unknownKeys(path, unknown []string, schema map[string]any) Problems {
	known, _ := schema["properties"].(map[string]any)
	names := slices.Sorted(maps.Keys(known))
	var ps Problems
	for _, u := range unknown {
		hint := didYouMean(u, names)
		switch {
		case len(names) == 0:
			hint = ownDescription(schema)
		case hint == "":
			hint = "known here: " + strings.Join(names, ", ")
		}
		ps = append(ps, &Problem{
			At: s.at(append(slices.Clone(path), u)), Message: fmt.Sprintf("%sunknown key %q", inside(path), u), Hint: hint,
		})
	}
	return ps
}
