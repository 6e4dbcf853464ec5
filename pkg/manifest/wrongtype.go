package manifest

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// maxWrong is how many fields of one object are named that have a wrong type.
const maxWrong = 10

// wrongField is a field that the API server cannot decode.
type wrongField struct {
	pointer string
	value   any
	err     error
}

// blame finds the fields for which decode fails. The decoder names at most the first, without the indices of lists, and
// types that read their own JSON name nothing; so every part of the object is decoded by itself, down to the smallest
// that fails. Nothing is lost by leaving parts out: no decoder demands a field.
type blame struct {
	decode func([]byte) error
	found  []wrongField
}

// search looks at value, which fails to decode with err when wrap has put it in its place.
func (b *blame) search(value any, pointer string, wrap func(any) any, err error) {
	if len(b.found) == maxWrong {
		return
	}
	before := len(b.found)
	switch v := value.(type) {
	case map[string]any:
		if b.try(wrap(map[string]any{})) == nil {
			for _, name := range sortedNames(v) {
				b.part(v[name], child(pointer, name), func(e any) any { return wrap(map[string]any{name: e}) })
			}
		}
	case []any:
		if b.try(wrap([]any{})) == nil {
			for i, e := range v {
				b.part(e, element(pointer, i), func(e any) any { return wrap([]any{e}) })
			}
		}
	}
	if len(b.found) == before {
		b.found = append(b.found, wrongField{pointer, value, err})
	}
}

func (b *blame) part(value any, pointer string, wrap func(any) any) {
	if len(b.found) == maxWrong {
		return
	}
	if err := b.try(wrap(value)); err != nil {
		b.search(value, pointer, wrap, err)
	}
}

func (b *blame) try(value any) error {
	raw, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return b.decode(raw)
}

func sortedNames(m map[string]any) []string {
	names := make([]string, 0, len(m))
	for n := range m {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}

// wrongTypes words what decode says about value, which stands at pointer in the object.
func (o *Object) wrongTypes(value any, pointer string, decode func([]byte) error, err error) []*Error {
	b := blame{decode: decode}
	b.search(value, pointer, func(v any) any { return v }, err)
	var all []*Error
	for _, w := range b.found {
		message, hint := w.words()
		all = append(all, errorAt(o.Locate(w.pointer), message, hint))
	}
	slices.SortStableFunc(all, func(a, b *Error) int { return a.Line - b.Line })
	return all
}

// words says what stands there, what should, and what to write.
func (w wrongField) words() (message, hint string) {
	path := fieldPath(w.pointer)
	if path == "" {
		path = "the object"
	}
	var wrong *json.UnmarshalTypeError
	if !errors.As(w.err, &wrong) {
		reason := strings.TrimPrefix(w.err.Error(), "json: ")
		if strings.HasPrefix(reason, "quantities must match") {
			return fmt.Sprintf("%s: %s is not a quantity", path, shown(w.value)),
				"write a number with a unit, such as 500m, 0.5, 128Mi or 1Gi"
		}
		return fmt.Sprintf("%s: the API server cannot read %s: %s", path, shown(w.value), reason), ""
	}
	want := wanted(wrong.Type)
	_, number := w.value.(int64)
	if number && want == "an integer" {
		return fmt.Sprintf("%s: %s is out of range", path, shown(w.value)), ""
	}
	return fmt.Sprintf("%s: the API server wants %s, not %s", path, want, shown(w.value)), cure(w.value, want)
}

// wanted names a Go type as a person writes its values.
func wanted(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Bool:
		return "true or false"
	case reflect.Int, reflect.Int32, reflect.Int64, reflect.Uint, reflect.Uint32, reflect.Uint64:
		return "an integer"
	case reflect.Float32, reflect.Float64:
		return "a number"
	case reflect.Slice, reflect.Array:
		return "a list"
	case reflect.Map, reflect.Struct:
		return "a mapping"
	}
	return "a string"
}

// shown names a value as it stands in the text, shortened.
func shown(value any) string {
	switch v := value.(type) {
	case map[string]any:
		return "a mapping"
	case []any:
		return "a list"
	case string:
		return fmt.Sprintf("the string %s", quote(v))
	case nil:
		return "null"
	default:
		return fmt.Sprintf("%v", v)
	}
}

func quote(s string) string {
	const most = 40
	if r := []rune(s); len(r) > most {
		s = string(r[:most]) + "…"
	}
	return fmt.Sprintf("%q", s)
}

// cure says how to write the value so that it has the type that is wanted.
func cure(value any, want string) string {
	s, isString := value.(string)
	switch {
	case isString && want == "an integer" && strings.Trim(s, "0123456789") == "" && s != "",
		isString && want == "true or false" && (s == "true" || s == "false"):
		return fmt.Sprintf("write %s without quotes", s)
	case want == "a string" && !isString && !composite(value):
		return fmt.Sprintf("put it in quotes: \"%v\"", value)
	case want == "a list" && isString:
		return fmt.Sprintf("write a list: [%s]", s)
	case want == "a list":
		return "put a dash before each element"
	}
	return ""
}

func composite(value any) bool {
	switch value.(type) {
	case map[string]any, []any, nil:
		return true
	}
	return false
}
