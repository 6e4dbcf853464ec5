package manifest

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// wrongTypes words what decode says about value, which stands at pointer in the object.
func (o *Object) wrongTypes(value any, pointer string, decode func([]byte) error, err error) []*Error {
	b := blame{decode: decode}
	b.search(value, pointer, func(v any) any { return v }, err)
	var all []*Error
	for _, w := range b.found {
		w.pointer = o.WrittenAt(w.pointer)
		at := o.Locate(w.pointer)
		message, hint := w.words(written(at))
		all = append(all, errorAt(at, message, hint))
	}
	slices.SortStableFunc(all, func(a, b *Error) int { return a.Line - b.Line })
	return all
}

// written is the text that a location of one line covers; "" where it is none.
func written(l finding.Location) string {
	text := []rune(l.Snippet)
	if l.Line == 0 || l.EndLine != l.Line || l.EndColumn-1 > len(text) {
		return ""
	}
	return string(text[l.Column-1 : l.EndColumn-1])
}

// words says what stands there, what should, and what to write. text is the value as it is written.
func (w wrongField) words(text string) (message, hint string) {
	path := FieldPath(w.pointer)
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
	if _, whole := w.value.(int64); whole && want == "an integer" {
		return fmt.Sprintf("%s: %s is out of range", path, shown(w.value)), rangeOf(wrong.Type)
	}
	return fmt.Sprintf("%s: the API server wants %s, not %s", path, want, shown(w.value)),
		cure(w.value, text, want)
}

func rangeOf(t reflect.Type) string {
	if t.Kind() == reflect.Int32 {
		return fmt.Sprintf("write at most %d", math.MaxInt32)
	}
	return ""
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
	default:
		return "a string"
	}
}

// shown names a value, shortened.
func shown(value any) string {
	switch v := value.(type) {
	case map[string]any:
		return "a mapping"
	case []any:
		return "a list"
	case string:
		return "the string " + quote(v)
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
func cure(value any, text, want string) string {
	s, isString := value.(string)
	digits := s != "" && strings.Trim(s, "0123456789") == ""
	switch {
	case isString && want == "an integer" && digits,
		isString && want == "true or false" && (s == "true" || s == "false"):
		return fmt.Sprintf("write %s without quotes", s)
	case want == "a string" && scalar(value) && text != "":
		return fmt.Sprintf("put it in quotes: %q", text)
	case want == "a list" && isString:
		return fmt.Sprintf("write a list: [%s]", s)
	case want == "a list":
		return "put a dash before each element"
	}
	return ""
}

func scalar(value any) bool {
	switch value.(type) {
	case map[string]any, []any, nil, string:
		return false
	}
	return true
}
