package policy

import (
	"reflect"

	"github.com/open-policy-agent/opa/v1/ast"
)

// condition tells whether something holds of an input.
type condition func(v reflect.Value) bool

// firing tells whether a deny set can have a member at all: `some port in input.ports` finds nothing where there are no
// ports. It is asked before a rule is evaluated, and errs to the side of yes.
func firing(c *ast.Compiler, t reflect.Type, deny ast.Ref) condition {
	var bodies []condition
	for _, rule := range c.GetRulesExact(deny) {
		bodies = append(bodies, allOf(needsOf(t, rule)))
	}
	if len(bodies) == 0 {
		return always
	}
	return anyOf(bodies)
}

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

// needsOf gives what must hold for the body of a rule to hold, as far as single expressions say so.
func needsOf(t reflect.Type, rule *ast.Rule) []condition {
	known := aliasesOf(rule)
	var out []condition
	for _, e := range rule.Body {
		if ref, ok := demanded(e); ok {
			var parts []condition
			for _, p := range known.parts(ref) {
				parts = append(parts, met(t, p))
			}
			if len(parts) > 0 {
				out = append(out, anyOf(parts))
			}
		}
	}
	return out
}

// demanded gives the reference that must be there, and not false, for an expression to hold.
func demanded(e *ast.Expr) (ast.Ref, bool) {
	if _, ref, ok := naming(e); ok {
		return ref, true
	}
	t, ok := e.Terms.(*ast.Term)
	if !ok || e.Negated || len(e.With) > 0 {
		return nil, false
	}
	ref, ok := t.Value.(ast.Ref)
	return ref, ok
}

// met tells whether a part is there.
func met(t reflect.Type, p part) condition {
	switch {
	case len(p) == 0:
		return always
	case t.Kind() == reflect.Struct:
		return fieldMet(t, p)
	case t.Kind() == reflect.Slice && p[0] == anyElement:
		element := met(t.Elem(), p[1:])
		return func(v reflect.Value) bool {
			for i := range v.Len() {
				if element(v.Index(i)) {
					return true
				}
			}
			return false
		}
	case t.Kind() == reflect.Pointer:
		value := met(t.Elem(), p)
		return func(v reflect.Value) bool { return v.IsNil() || value(v.Elem()) }
	}
	return always
}

func fieldMet(t reflect.Type, p part) condition {
	for i := range t.NumField() {
		name, optional := fieldName(t.Field(i))
		if name != p[0] {
			continue
		}
		value := met(t.Field(i).Type, p[1:])
		return func(v reflect.Value) bool {
			field := v.Field(i)
			return (!optional || !field.IsZero()) && value(field)
		}
	}
	return always
}
