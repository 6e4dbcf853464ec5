package policy

import (
	"reflect"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// partialConverter converts the parts of an input that some rules read, and leaves out what they do not: conversion costs
// more than most rules do. Of what is only touched no more is there than that it is.
func partialConverter(t reflect.Type, whole, touched []part) (converter, error) {
	if slices.ContainsFunc(whole, func(p part) bool { return len(p) == 0 }) {
		return converterOf(t)
	}
	switch t.Kind() {
	case reflect.Struct:
		return partialStruct(t, whole, touched)
	case reflect.Slice:
		element, err := partialConverter(t.Elem(), below(whole, anyElement), below(touched, anyElement))
		return sliceOf(element), err
	case reflect.Pointer:
		value, err := partialConverter(t.Elem(), whole, touched)
		return pointerTo(value), err
	default:
		return converterOf(t)
	}
}

func partialStruct(t reflect.Type, whole, touched []part) (converter, error) {
	var fields []field
	names := map[string]bool{}
	for i := range t.NumField() {
		name, optional := fieldName(t.Field(i))
		names[name] = true
		w, p := below(whole, name), below(touched, name)
		if len(w)+len(p) == 0 {
			continue
		}
		c, err := partialConverter(t.Field(i).Type, w, p)
		if err != nil {
			return nil, err
		}
		fields = append(fields, field{i, ast.StringTerm(name), optional, c})
	}
	if slices.ContainsFunc(slices.Concat(whole, touched), func(p part) bool { return len(p) > 0 && !names[p[0]] }) {
		return converterOf(t)
	}
	return structOf(fields), nil
}
