package policy

import (
	"reflect"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// firing tells whether a deny set can have a member at all: `some port in input.ports` finds nothing where there are no
// ports. It is asked before a rule is evaluated, and errs to the side of yes.
func firing(c *ast.Compiler, t reflect.Type, deny ast.Ref) condition {
	return (&needs{compiler: c, input: t}).ofRules(deny)
}

// needs finds what must hold of an input for rules to hold, as far as single expressions say so.
type needs struct {
	compiler *ast.Compiler
	input    reflect.Type
	depth    int
}

// maxNeedsDepth is how far rules are followed that ask other rules.
const maxNeedsDepth = 8

// ofRules is what one of the rules of a name needs.
func (n *needs) ofRules(ref ast.Ref) condition {
	rules := n.compiler.GetRulesExact(ref)
	unconditional := func(r *ast.Rule) bool { return r.Default || r.Else != nil || len(r.Head.Args) > 0 }
	if len(rules) == 0 || n.depth == maxNeedsDepth || slices.ContainsFunc(rules, unconditional) {
		return always
	}
	inner := needs{n.compiler, n.input, n.depth + 1}
	var bodies []condition
	for _, rule := range rules {
		bodies = append(bodies, inner.ofBody(rule.Body, aliasesOf(rule)))
	}
	return anyOf(bodies)
}

func (n *needs) ofBody(body ast.Body, known aliases) condition {
	var out []condition
	for _, e := range body {
		out = append(out, n.of(e, known))
	}
	for _, counted := range countedIn(body) {
		out = append(out, n.ofMembers(counted, body, known))
	}
	return allOf(out)
}

// of is what an expression needs.
func (n *needs) of(e *ast.Expr, known aliases) condition {
	if _, ref, ok := naming(e); ok {
		return n.ofRef(ref, known, there)
	}
	if ref, value, ok := comparing(e); ok {
		return n.ofRef(ref, known, equalTo(value))
	}
	t, ok := e.Terms.(*ast.Term)
	if !ok || e.Negated || len(e.With) > 0 {
		return always
	}
	ref, ok := t.Value.(ast.Ref)
	switch {
	case !ok:
		return always
	case ref[0].Equal(ast.DefaultRootDocument) && ref.IsGround():
		return n.ofRules(ref)
	}
	return n.ofRef(ref, known, notFalse)
}

// ofRef is what must be found where a reference leads.
func (n *needs) ofRef(ref ast.Ref, known aliases, leaf leafCondition) condition {
	var parts []condition
	for _, p := range known.parts(ref) {
		parts = append(parts, met(n.input, p, leaf))
	}
	if len(parts) == 0 {
		return always
	}
	return anyOf(parts)
}

// ofMembers is what a list of which there must be a member needs: a part of the input, or a comprehension of the body.
func (n *needs) ofMembers(list *ast.Term, body ast.Body, known aliases) condition {
	if ref, ok := list.Value.(ast.Ref); ok {
		return n.ofRef(ref, known, filled)
	}
	v, ok := list.Value.(ast.Var)
	if !ok {
		return always
	}
	if _, ok := known[v]; ok {
		return n.ofRef(ast.Ref{list}, known, filled)
	}
	for _, e := range body {
		if c := comprehensionOf(e, v); c != nil {
			return n.ofBody(c.Body, known)
		}
	}
	return always
}

// comprehensionOf gives c where the expression is `v = [… | c]`.
func comprehensionOf(e *ast.Expr, v ast.Var) *ast.ArrayComprehension {
	if !e.IsEquality() || e.Negated || len(e.With) > 0 {
		return nil
	}
	left, right := e.Operand(0), e.Operand(1)
	if left.Value.Compare(v) != 0 {
		left, right = right, left
	}
	if left.Value.Compare(v) != 0 {
		return nil
	}
	c, _ := right.Value.(*ast.ArrayComprehension)
	return c
}

// countedIn gives the lists of which a body says `count(list) > 0`.
func countedIn(body ast.Body) []*ast.Term {
	counts := map[ast.Var]*ast.Term{}
	var out []*ast.Term
	for _, e := range body {
		if e.Negated || len(e.With) > 0 || !e.IsCall() || len(e.Operands()) != 2 {
			continue
		}
		first, second := e.Operand(0), e.Operand(1)
		switch e.Operator().String() {
		case ast.Count.Name:
			if v, ok := second.Value.(ast.Var); ok {
				counts[v] = first
			}
		case ast.GreaterThan.Name:
			v, ok := first.Value.(ast.Var)
			if list := counts[v]; ok && list != nil && second.Equal(ast.InternedTerm(0)) {
				out = append(out, list)
			}
		}
	}
	return out
}

// comparing tells whether an expression is `reference = constant`.
func comparing(e *ast.Expr) (ast.Ref, *ast.Term, bool) {
	if !e.IsEquality() || e.Negated || len(e.With) > 0 {
		return nil, nil, false
	}
	for _, i := range []int{0, 1} {
		ref, isRef := e.Operand(i).Value.(ast.Ref)
		value := e.Operand(1 - i)
		if isRef && ast.IsScalar(value.Value) {
			return ref, value, true
		}
	}
	return nil, nil, false
}
