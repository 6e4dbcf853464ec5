package manifest

import (
	"encoding/json"
	"reflect"
	"strings"
	"sync"
)

var unmarshaler = reflect.TypeFor[json.Unmarshaler]()

// fields gives the JSON names of a struct's fields and their types: those of embedded structs are its own, as
// encoding/json has it.
func fields(t reflect.Type) map[string]reflect.Type {
	if known, ok := fieldCache.Load(t); ok {
		return known.(map[string]reflect.Type)
	}
	all := map[string]reflect.Type{}
	for f := range t.Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case name == "-" || !f.IsExported():
		case f.Anonymous && name == "":
			for n, ft := range fields(f.Type) {
				all[n] = ft
			}
		case name == "":
			all[f.Name] = f.Type
		default:
			all[name] = f.Type
		}
	}
	fieldCache.Store(t, all)
	return all
}

var fieldCache sync.Map

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
				unknown(e, t.Elem(), element(pointer, i), report)
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
			unknown(e, t.Elem(), child(pointer, name), report)
		}
	case reflect.Struct:
		known := fields(t)
		for name, e := range v {
			if ft, ok := known[name]; ok {
				unknown(e, ft, child(pointer, name), report)
			} else {
				report(pointer, name, t)
			}
		}
	}
}
