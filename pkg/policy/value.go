package policy

import (
	"fmt"
	"reflect"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
)

// valueOf converts an input to a Rego value. A struct is converted directly, which takes a fraction of the way through
// JSON; it has the same result but for two things: a nil slice is an empty array and a nil map an empty object, so that
// a rule never meets null.
func valueOf(v any) (ast.Value, error) {
	rv := reflect.ValueOf(v)
	for rv.Kind() == reflect.Pointer && !rv.IsNil() {
		rv = rv.Elem()
	}
	if rv.Kind() == reflect.Struct {
		c, err := converterOf(rv.Type())
		if err != nil {
			return nil, err
		}
		return c(rv).Value, nil
	}
	value, err := ast.InterfaceToValue(v)
	if err != nil {
		return nil, fmt.Errorf("convert input: %w", err)
	}
	return value, nil
}

type converter func(reflect.Value) *ast.Term

var converters sync.Map // reflect.Type → converter

// converterOf knows the kinds of Go values that package input is made of. The types must not be recursive.
func converterOf(t reflect.Type) (converter, error) {
	if c, ok := converters.Load(t); ok {
		if c, ok := c.(converter); ok {
			return c, nil
		}
	}
	c, err := makeConverter(t)
	if err != nil {
		return nil, err
	}
	converters.Store(t, c)
	return c, nil
}

func makeConverter(t reflect.Type) (converter, error) {
	switch t.Kind() {
	case reflect.Struct:
		return structConverter(t)
	case reflect.Slice:
		return sliceConverter(t)
	case reflect.Map:
		return mapConverter(t)
	case reflect.Pointer:
		return pointerConverter(t)
	case reflect.String:
		return func(v reflect.Value) *ast.Term { return ast.InternedTerm(v.String()) }, nil
	case reflect.Bool:
		return func(v reflect.Value) *ast.Term { return ast.InternedTerm(v.Bool()) }, nil
	case reflect.Int, reflect.Int32, reflect.Int64:
		return func(v reflect.Value) *ast.Term { return ast.InternedTerm(v.Int()) }, nil
	default:
		return nil, fmt.Errorf("convert input: no rego value for a %s", t)
	}
}

type field struct {
	index     int
	key       *ast.Term
	omitEmpty bool
	convert   converter
}

func structConverter(t reflect.Type) (converter, error) {
	fields := make([]field, 0, t.NumField())
	for i := range t.NumField() {
		name, optional := fieldName(t.Field(i))
		c, err := converterOf(t.Field(i).Type)
		if err != nil {
			return nil, err
		}
		fields = append(fields, field{i, ast.StringTerm(name), optional, c})
	}
	return structOf(fields), nil
}

func structOf(fields []field) converter {
	return func(v reflect.Value) *ast.Term {
		pairs := make([][2]*ast.Term, 0, len(fields))
		for _, f := range fields {
			fv := v.Field(f.index)
			if f.omitEmpty && fv.IsZero() {
				continue
			}
			pairs = append(pairs, [2]*ast.Term{f.key, f.convert(fv)})
		}
		return ast.ObjectTerm(pairs...)
	}
}

func sliceConverter(t reflect.Type) (converter, error) {
	element, err := converterOf(t.Elem())
	return sliceOf(element), err
}

func sliceOf(element converter) converter {
	return func(v reflect.Value) *ast.Term {
		if v.Len() == 0 {
			return ast.InternedEmptyArray
		}
		terms := make([]*ast.Term, v.Len())
		for i := range terms {
			terms[i] = element(v.Index(i))
		}
		return ast.ArrayTerm(terms...)
	}
}

func mapConverter(t reflect.Type) (converter, error) {
	element, err := converterOf(t.Elem())
	if err != nil {
		return nil, err
	}
	if t.Key().Kind() != reflect.String {
		return nil, fmt.Errorf("convert input: keys of a %s are no strings", t)
	}
	return func(v reflect.Value) *ast.Term {
		if v.Len() == 0 {
			return ast.InternedEmptyObject
		}
		pairs := make([][2]*ast.Term, 0, v.Len())
		for i := v.MapRange(); i.Next(); {
			pairs = append(pairs, [2]*ast.Term{ast.StringTerm(i.Key().String()), element(i.Value())})
		}
		return ast.ObjectTerm(pairs...)
	}, nil
}

func pointerConverter(t reflect.Type) (converter, error) {
	value, err := converterOf(t.Elem())
	return pointerTo(value), err
}

// pointerTo is for values that may be missing; package input marks those omitempty, so nil is not met.
func pointerTo(value converter) converter {
	return func(v reflect.Value) *ast.Term {
		if v.IsNil() {
			return ast.NullTerm()
		}
		return value(v.Elem())
	}
}
