package policy

import (
	"cmp"
	"reflect"

	"github.com/open-policy-agent/opa/v1/ast"
)

// condition tells whether something is so of an input, without evaluating a rule.
type condition func(v reflect.Value) bool

func always(reflect.Value) bool { return true }

func never(reflect.Value) bool { return false }

// holding is what is known beforehand of whether something holds of an input: it cannot unless may is met, and it does
// where must is.
type holding struct{ may, must condition }

// unknowable is what nothing is known of.
var unknowable = holding{always, never}

// exactly is what holds if, and only if, a condition is met.
func exactly(c condition) holding { return holding{c, c} }

// not holds where h does not.
func (h holding) not() holding {
	return holding{
		may:  func(v reflect.Value) bool { return !h.must(v) },
		must: func(v reflect.Value) bool { return !h.may(v) },
	}
}

// possible is h without its must.
func (h holding) possible() holding { return holding{h.may, never} }

func allOf(hs []holding) holding {
	return holding{every(hs, mayOf), every(hs, mustOf)}
}

func anyOf(hs []holding) holding {
	return holding{some(hs, mayOf), some(hs, mustOf)}
}

func mayOf(h holding) condition  { return h.may }
func mustOf(h holding) condition { return h.must }

func every(hs []holding, side func(holding) condition) condition {
	conditions := sides(hs, side)
	return func(v reflect.Value) bool {
		for _, c := range conditions {
			if !c(v) {
				return false
			}
		}
		return true
	}
}

func some(hs []holding, side func(holding) condition) condition {
	conditions := sides(hs, side)
	return func(v reflect.Value) bool {
		for _, c := range conditions {
			if c(v) {
				return true
			}
		}
		return false
	}
}

func sides(hs []holding, side func(holding) condition) []condition {
	out := make([]condition, 0, len(hs))
	for _, h := range hs {
		out = append(out, side(h))
	}
	return out
}

// leaf is what must hold of a value of a type.
type leaf func(t reflect.Type) holding

// there holds of everything that is.
func there(reflect.Type) holding { return exactly(always) }

func notFalse(t reflect.Type) holding {
	switch t.Kind() {
	case reflect.Bool:
		return exactly(reflect.Value.Bool)
	case reflect.Pointer:
		return through(notFalse(t.Elem()))
	default:
		return exactly(always)
	}
}

// filled holds of a list that has a member.
func filled(t reflect.Type) holding {
	switch t.Kind() {
	case reflect.Slice, reflect.Map:
		return exactly(func(v reflect.Value) bool { return v.Len() > 0 })
	case reflect.Pointer:
		return through(filled(t.Elem()))
	default:
		return unknowable
	}
}

// compared holds of values whose order to a constant, as cmp.Compare has it, is accepted. Only those of the constant's own
// type are compared, and of strings and booleans only whether they are equal is known.
func compared(constant *ast.Term, accepted func(order int) bool) leaf {
	var of leaf
	of = func(t reflect.Type) holding {
		switch c := constant.Value.(type) {
		case ast.String:
			if t.Kind() == reflect.String {
				return exactly(func(v reflect.Value) bool { return accepted(cmp.Compare(v.String(), string(c))) })
			}
		case ast.Boolean:
			if t.Kind() == reflect.Bool {
				return exactly(func(v reflect.Value) bool { return accepted(differ(v.Bool(), bool(c))) })
			}
		case ast.Number:
			if n, ok := c.Int64(); ok && reflect.Zero(t).CanInt() {
				return exactly(func(v reflect.Value) bool { return accepted(cmp.Compare(v.Int(), n)) })
			}
		}
		if t.Kind() == reflect.Pointer {
			return through(of(t.Elem()))
		}
		return unknowable
	}
	return of
}

func differ(a, b bool) int {
	if a == b {
		return 0
	}
	return 1
}

func equalTo(constant *ast.Term) leaf {
	return compared(constant, func(order int) bool { return order == 0 })
}

// oneOf holds of the members of a list of constants.
func oneOf(constants []*ast.Term) leaf {
	return func(t reflect.Type) holding {
		out := make([]holding, 0, len(constants))
		for _, c := range constants {
			out = append(out, equalTo(c)(t))
		}
		return anyOf(out)
	}
}

// through is about what a pointer leads to.
func through(h holding) holding {
	return holding{
		may:  func(v reflect.Value) bool { return v.IsNil() || h.may(v.Elem()) },
		must: func(v reflect.Value) bool { return !v.IsNil() && h.must(v.Elem()) },
	}
}

// found tells whether something is found at a part that l holds of. Of the elements of a list any may be the one that is
// meant: what must hold, holds of all of them.
func found(t reflect.Type, p part, l leaf) holding {
	switch {
	case len(p) == 0:
		return l(t)
	case t.Kind() == reflect.Struct:
		return inField(t, p, l)
	case t.Kind() == reflect.Slice && p[0] == anyElement:
		element := found(t.Elem(), p[1:], l)
		return holding{may: anyMember(element.may), must: allMembers(element.must)}
	case t.Kind() == reflect.Pointer:
		return through(found(t.Elem(), p, l))
	}
	return unknowable
}

func anyMember(c condition) condition {
	return func(v reflect.Value) bool {
		for i := range v.Len() {
			if c(v.Index(i)) {
				return true
			}
		}
		return false
	}
}

// allMembers is met by no list without members: none of them can be meant.
func allMembers(c condition) condition {
	return func(v reflect.Value) bool {
		for i := range v.Len() {
			if !c(v.Index(i)) {
				return false
			}
		}
		return v.Len() > 0
	}
}

func inField(t reflect.Type, p part, l leaf) holding {
	for i := range t.NumField() {
		name, optional := fieldName(t.Field(i))
		if name != p[0] {
			continue
		}
		value := found(t.Field(i).Type, p[1:], l)
		in := func(c condition) condition {
			return func(v reflect.Value) bool {
				field := v.Field(i)
				return (!optional || !field.IsZero()) && c(field)
			}
		}
		return holding{may: in(value.may), must: in(value.must)}
	}
	return unknowable
}
