package policy

import (
	"reflect"

	"github.com/open-policy-agent/opa/v1/ast"
)

// condition tells whether something holds of an input. Where it cannot tell, it does.
type condition func(v reflect.Value) bool

// leafCondition makes the condition that a value of a type must meet.
type leafCondition func(t reflect.Type) condition

func always(reflect.Value) bool { return true }

func allOf(conditions []condition) condition {
	return func(v reflect.Value) bool {
		for _, c := range conditions {
			if !c(v) {
				return false
			}
		}
		return true
	}
}

func anyOf(conditions []condition) condition {
	return func(v reflect.Value) bool {
		for _, c := range conditions {
			if c(v) {
				return true
			}
		}
		return false
	}
}

// there holds of everything that is.
func there(reflect.Type) condition { return always }

func notFalse(t reflect.Type) condition {
	switch t.Kind() {
	case reflect.Bool:
		return reflect.Value.Bool
	case reflect.Pointer:
		return through(notFalse(t.Elem()))
	default:
		return always
	}
}

// filled holds of a list that has a member.
func filled(t reflect.Type) condition {
	switch t.Kind() {
	case reflect.Slice, reflect.Map:
		return func(v reflect.Value) bool { return v.Len() > 0 }
	case reflect.Pointer:
		return through(filled(t.Elem()))
	default:
		return always
	}
}

func equalTo(constant *ast.Term) leafCondition {
	return func(t reflect.Type) condition {
		if t.Kind() == reflect.Pointer {
			return through(equalTo(constant)(t.Elem()))
		}
		switch c := constant.Value.(type) {
		case ast.String:
			if t.Kind() == reflect.String {
				return func(v reflect.Value) bool { return v.String() == string(c) }
			}
		case ast.Boolean:
			if t.Kind() == reflect.Bool {
				return func(v reflect.Value) bool { return v.Bool() == bool(c) }
			}
		case ast.Number:
			if n, ok := c.Int64(); ok && reflect.Zero(t).CanInt() {
				return func(v reflect.Value) bool { return v.Int() == n }
			}
		}
		return always
	}
}

// through is a condition on what a pointer leads to.
func through(c condition) condition {
	return func(v reflect.Value) bool { return v.IsNil() || c(v.Elem()) }
}

// met tells whether something is found at a part, or in it for one of the elements of a list, that meets a condition.
func met(t reflect.Type, p part, leaf leafCondition) condition {
	switch {
	case len(p) == 0:
		return leaf(t)
	case t.Kind() == reflect.Struct:
		return fieldMet(t, p, leaf)
	case t.Kind() == reflect.Slice && p[0] == anyElement:
		element := met(t.Elem(), p[1:], leaf)
		return func(v reflect.Value) bool {
			for i := range v.Len() {
				if element(v.Index(i)) {
					return true
				}
			}
			return false
		}
	case t.Kind() == reflect.Pointer:
		return through(met(t.Elem(), p, leaf))
	}
	return always
}

func fieldMet(t reflect.Type, p part, leaf leafCondition) condition {
	for i := range t.NumField() {
		name, optional := fieldName(t.Field(i))
		if name != p[0] {
			continue
		}
		value := met(t.Field(i).Type, p[1:], leaf)
		return func(v reflect.Value) bool {
			field := v.Field(i)
			return (!optional || !field.IsZero()) && value(field)
		}
	}
	return always
}
