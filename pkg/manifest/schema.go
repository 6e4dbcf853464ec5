package manifest

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/hullcheck/hullcheck/pkg/jsonpointer"
)

var unmarshaler = reflect.TypeFor[json.Unmarshaler]()

// schema is what is known of a struct: the types of its fields by their JSON names, and the names in order.
type schema struct {
	types map[string]reflect.Type
	names []string
}

// schemas remembers them by type.
var schemas struct {
	sync.RWMutex
	of map[reflect.Type]*schema
}

// fields gives the schema of a struct type.
func fields(t reflect.Type) *schema {
	schemas.RLock()
	s, ok := schemas.of[t]
	schemas.RUnlock()
	if ok {
		return s
	}
	s = newSchema(t)
	schemas.Lock()
	defer schemas.Unlock()
	if schemas.of == nil {
		schemas.of = map[reflect.Type]*schema{}
	}
	schemas.of[t] = s
	return s
}

// newSchema reads the field tags. The fields of embedded structs are the struct's own, as encoding/json has it.
func newSchema(t reflect.Type) *schema {
	s := &schema{types: map[string]reflect.Type{}}
	for f := range t.Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case name == "-":
		case f.Anonymous && name == "":
			maps.Copy(s.types, newSchema(f.Type).types)
		case !f.IsExported():
		case name == "":
			s.types[f.Name] = f.Type
		default:
			s.types[name] = f.Type
		}
	}
	s.names = slices.Sorted(maps.Keys(s.types))
	return s
}

// unknown calls report for every field of value that a struct of type t has no place for. Types that read their own JSON
// (quantities, times, numbers that may be names) know their fields themselves.
func unknown(value any, t reflect.Type, pointer string, report func(pointer, name string, parent reflect.Type)) {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if reflect.PointerTo(t).Implements(unmarshaler) {
		return
	}
	switch v := value.(type) {
	case map[string]any:
		unknownIn(v, t, pointer, report)
	case []any:
		if t.Kind() == reflect.Slice {
			for i, e := range v {
				unknown(e, t.Elem(), jsonpointer.Element(pointer, i), report)
			}
		}
	}
}

func unknownIn(
	v map[string]any, t reflect.Type, pointer string, report func(pointer, name string, parent reflect.Type),
) {
	switch t.Kind() {
	case reflect.Map:
		for name, e := range v {
			unknown(e, t.Elem(), jsonpointer.Child(pointer, name), report)
		}
	case reflect.Struct:
		known := fields(t).types
		for name, e := range v {
			if ft, ok := known[name]; ok {
				unknown(e, ft, jsonpointer.Child(pointer, name), report)
			} else {
				report(pointer, name, t)
			}
		}
	default: // a mapping where the schema has none does not decode
	}
}
