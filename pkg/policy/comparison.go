package policy

import (
	"reflect"
	"regexp"

	"github.com/open-policy-agent/opa/v1/ast"
)

// comparison takes an expression apart that compares what stands at a place with a constant: `place = 1`, `place != "x"`,
// `place > 1`, `1 < place`, `place in {1, 2}`, `regex.match("x", place)`. resolve gives the
// constant that a term stands for.
func comparison(e *ast.Expr, resolve func(*ast.Term) *ast.Term) (place ast.Ref, l leaf, ok bool) {
	if len(e.Operands()) != 2 || !e.IsEquality() && !e.IsCall() {
		return nil, nil, false
	}
	first, second := resolve(e.Operand(0)), resolve(e.Operand(1))
	operator := e.Operator().String()
	if operator == ast.RegexMatch.Name {
		l, ok = matching(first)
		place, isPlace := placeOf(second)
		return place, l, ok && isPlace
	}
	if ast.IsScalar(first.Value) {
		first, second, operator = second, first, turned(operator)
	}
	if place, ok = placeOf(first); !ok {
		return nil, nil, false
	}
	if operator == ast.Member.Name {
		constants, ok := membersOf(second)
		return place, oneOf(constants), ok
	}
	accepted := orders[operator]
	if accepted == nil || !ast.IsScalar(second.Value) {
		return nil, nil, false
	}
	if _, number := second.Value.(ast.Number); !number && operator != ast.Equality.Name && operator != ast.NotEqual.Name {
		return nil, nil, false
	}
	return place, compared(second, accepted), true
}

// matching holds of strings that a pattern matches, which is one of Go as OPA has it.
func matching(pattern *ast.Term) (leaf, bool) {
	text, ok := pattern.Value.(ast.String)
	if !ok {
		return nil, false
	}
	re, err := regexp.Compile(string(text))
	if err != nil {
		return nil, false // the rule will say so
	}
	return func(t reflect.Type) holding {
		if t.Kind() != reflect.String {
			return unknowable
		}
		return exactly(func(v reflect.Value) bool { return re.MatchString(v.String()) })
	}, true
}

func placeOf(t *ast.Term) (ast.Ref, bool) {
	switch v := t.Value.(type) {
	case ast.Ref:
		return v, true
	case ast.Var:
		return ast.Ref{t}, true
	}
	return nil, false
}

// orders are the orders to the constant that an operator accepts.
var orders = map[string]func(order int) bool{
	ast.Equality.Name:      func(order int) bool { return order == 0 },
	ast.NotEqual.Name:      func(order int) bool { return order != 0 },
	ast.LessThan.Name:      func(order int) bool { return order < 0 },
	ast.LessThanEq.Name:    func(order int) bool { return order <= 0 },
	ast.GreaterThan.Name:   func(order int) bool { return order > 0 },
	ast.GreaterThanEq.Name: func(order int) bool { return order >= 0 },
}

// turned is the operator that says the same with its operands the other way round; "" where there is none.
func turned(operator string) string {
	switch operator {
	case ast.Equality.Name, ast.NotEqual.Name:
		return operator
	case ast.LessThan.Name:
		return ast.GreaterThan.Name
	case ast.LessThanEq.Name:
		return ast.GreaterThanEq.Name
	case ast.GreaterThan.Name:
		return ast.LessThan.Name
	case ast.GreaterThanEq.Name:
		return ast.LessThanEq.Name
	}
	return ""
}

// membersOf gives the members of a set or an array of constants.
func membersOf(t *ast.Term) (out []*ast.Term, ok bool) {
	ok = true
	add := func(m *ast.Term) {
		ok = ok && ast.IsScalar(m.Value)
		out = append(out, m)
	}
	switch v := t.Value.(type) {
	case ast.Set:
		v.Foreach(add)
	case *ast.Array:
		v.Foreach(add)
	default:
		return nil, false
	}
	return out, ok
}
