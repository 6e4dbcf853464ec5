package policy

import (
	"encoding/binary"
	"reflect"
	"slices"
	"strings"
)

// projection writes the part of an input that some rules read, so that two inputs of one projection are equal to them.
type projection func(buf []byte, v reflect.Value, text textWriter) []byte

// textWriter appends a string to what is written. It decides which strings count as equal.
type textWriter func(buf []byte, s string) []byte

// AppendText appends a string so that no two strings, with what follows, are written alike.
func AppendText(buf []byte, s string) []byte {
	return append(binary.AppendUvarint(buf, uint64(len(s))), s...)
}

// projectionOf makes the projection of a type to some parts. Places that the type does not have are read as what lies
// above them.
func projectionOf(t reflect.Type, whole, touched []part) projection {
	for _, p := range whole {
		if len(p) == 0 {
			return all(t)
		}
	}
	switch t.Kind() {
	case reflect.Struct:
		return structProjection(t, whole, touched)
	case reflect.Slice:
		if deeper(whole) || deeper(touched) {
			return sliceProjection(projectionOf(t.Elem(), below(whole, anyElement), below(touched, anyElement)))
		}
		return sliceProjection(nil)
	case reflect.Pointer:
		return pointerProjection(projectionOf(t.Elem(), whole, touched))
	default:
		if len(whole) > 0 || deeper(touched) {
			return all(t)
		}
		return func(buf []byte, _ reflect.Value, _ textWriter) []byte { return buf }
	}
}

func deeper(parts []part) bool {
	return slices.ContainsFunc(parts, func(p part) bool { return len(p) > 0 })
}

// below gives what is left of the parts behind a first step.
func below(parts []part, first string) []part {
	var out []part
	for _, p := range parts {
		if len(p) > 0 && (p[0] == first || first == anyElement) {
			out = append(out, p[1:])
		}
	}
	return out
}

// fieldProjection is that of one field of a struct; what may be left out says whether it is there.
type fieldProjection struct {
	index    int
	optional bool
	write    projection
}

func structProjection(t reflect.Type, whole, touched []part) projection {
	names := map[string]bool{}
	var fields []fieldProjection
	for i := range t.NumField() {
		name, optional := fieldName(t.Field(i))
		names[name] = true
		w, p := below(whole, name), below(touched, name)
		if len(w)+len(p) > 0 {
			fields = append(fields, fieldProjection{i, optional, projectionOf(t.Field(i).Type, w, p)})
		}
	}
	if slices.ContainsFunc(slices.Concat(whole, touched), func(p part) bool { return len(p) > 0 && !names[p[0]] }) {
		return all(t)
	}
	return func(buf []byte, v reflect.Value, text textWriter) []byte {
		for _, f := range fields {
			buf = f.append(buf, v.Field(f.index), text)
		}
		return buf
	}
}

func (f *fieldProjection) append(buf []byte, v reflect.Value, text textWriter) []byte {
	if f.optional {
		if v.IsZero() {
			return append(buf, 0)
		}
		buf = append(buf, 1)
	}
	return f.write(buf, v, text)
}

// fieldName gives the name that rules know a field by, and whether it may be left out.
func fieldName(f reflect.StructField) (name string, optional bool) {
	name, option, _ := strings.Cut(f.Tag.Get("json"), ",")
	return name, option == "omitempty"
}

func sliceProjection(element projection) projection {
	return func(buf []byte, v reflect.Value, text textWriter) []byte {
		buf = binary.AppendUvarint(buf, uint64(v.Len()))
		if element != nil {
			for i := range v.Len() {
				buf = element(buf, v.Index(i), text)
			}
		}
		return buf
	}
}

func pointerProjection(element projection) projection {
	return func(buf []byte, v reflect.Value, text textWriter) []byte {
		if v.IsNil() {
			return append(buf, 0)
		}
		return element(append(buf, 1), v.Elem(), text)
	}
}

// all writes everything of a type. It knows the same types as converterOf.
func all(t reflect.Type) projection {
	switch t.Kind() {
	case reflect.Struct:
		var whole []part
		for i := range t.NumField() {
			name, _ := fieldName(t.Field(i))
			whole = append(whole, part{name})
		}
		return structProjection(t, whole, nil)
	case reflect.Slice:
		return sliceProjection(all(t.Elem()))
	case reflect.Pointer:
		return pointerProjection(all(t.Elem()))
	case reflect.Map:
		return mapProjection(all(t.Elem()))
	case reflect.String:
		return func(buf []byte, v reflect.Value, text textWriter) []byte { return text(buf, v.String()) }
	case reflect.Bool:
		return func(buf []byte, v reflect.Value, _ textWriter) []byte {
			if v.Bool() {
				return append(buf, 1)
			}
			return append(buf, 0)
		}
	default:
		return func(buf []byte, v reflect.Value, _ textWriter) []byte { return binary.AppendVarint(buf, v.Int()) }
	}
}

func mapProjection(element projection) projection {
	return func(buf []byte, v reflect.Value, text textWriter) []byte {
		keys := v.MapKeys()
		slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
		buf = binary.AppendUvarint(buf, uint64(len(keys)))
		for _, k := range keys {
			buf = element(AppendText(buf, k.String()), v.MapIndex(k), text)
		}
		return buf
	}
}
