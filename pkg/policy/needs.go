package policy

import (
	"reflect"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// firing tells whether a deny set can have a member at all: `some port in input.ports` finds nothing where there are no
// ports. It is asked before a rule is evaluated, and errs to the side of yes.
func firing(c *ast.Compiler, t reflect.Type, deny ast.Ref) holding {
	return (&needs{compiler: c, input: t}).ofRules(deny)
}

// needs finds what must be so of an input for rules to hold, as far as single expressions say it.
type needs struct {
	compiler *ast.Compiler
	input    reflect.Type
	depth    int
}

// maxNeedsDepth is how far rules are followed that ask other rules.
const maxNeedsDepth = 8

// ofRules is about one of the rules of a name having a body that holds.
func (n *needs) ofRules(ref ast.Ref) holding {
	rules := n.compiler.GetRulesExact(ref)
	unconditional := func(r *ast.Rule) bool { return r.Default || r.Else != nil || len(r.Head.Args) > 0 }
	if len(rules) == 0 || n.depth == maxNeedsDepth || slices.ContainsFunc(rules, unconditional) {
		return unknowable
	}
	inner := needs{n.compiler, n.input, n.depth + 1}
	var bodies []holding
	for _, rule := range rules {
		bodies = append(bodies, inner.ofBody(rule.Body, aliasesOf(rule)))
	}
	return anyOf(bodies)
}

// ofTruth is about the value of a rule being there, and not false. A set of no members is there too.
func (n *needs) ofTruth(ref ast.Ref) holding {
	simple := func(r *ast.Rule) bool { return r.Head.RuleKind() == ast.SingleValue && r.Head.Reference.IsGround() }
	rules := n.compiler.GetRulesExact(ref)
	switch {
	case !allSuch(rules, simple):
		return unknowable
	case allSuch(rules, func(r *ast.Rule) bool { return r.Head.Value.Equal(ast.InternedTerm(true)) }):
		return n.ofRules(ref)
	}
	return n.ofRules(ref).possible()
}

func allSuch(rules []*ast.Rule, such func(*ast.Rule) bool) bool {
	return !slices.ContainsFunc(rules, func(r *ast.Rule) bool { return !such(r) })
}

// ofValue is about a variable getting a value of a rule: its own, or a member of its set.
func (n *needs) ofValue(ref ast.Ref) holding {
	name := ref.ConstantPrefix()
	if len(ref) == len(name) && n.isSet(name) {
		return unknowable // a set of no members is a value
	}
	return n.ofRules(name).possible()
}

func (n *needs) ofBody(body ast.Body, known aliases) holding {
	var out []holding
	s := n.scopeOf(body, known)
	for _, e := range body {
		out = append(out, n.of(e, s))
	}
	for _, counted := range countedIn(body) {
		out = append(out, n.ofMembers(counted, body, known).possible())
	}
	return allOf(out)
}

// of is about one expression.
func (n *needs) of(e *ast.Expr, s scope) holding {
	if len(e.With) > 0 {
		return unknowable
	}
	if e.Negated {
		return n.ofNegated(e, s)
	}
	if v, ref, ok := naming(e); ok {
		if isRule(ref) {
			return n.ofValue(ref)
		}
		named := n.ofPlace(ref, s, there)
		if len(s.aliases[v].parts) != 1 {
			named = named.possible() // it is compared with another value too
		}
		return named
	}
	return n.ofPlain(e, s)
}

// ofNegated is about `not e`. A variable that e gives a value to is not followed.
func (n *needs) ofNegated(e *ast.Expr, s scope) holding {
	plain := e.Copy()
	plain.Negated = false
	if _, _, ok := naming(plain); ok {
		return unknowable
	}
	return n.ofPlain(plain, s).not()
}

// ofPlain is about an expression that gives no variable a value.
func (n *needs) ofPlain(e *ast.Expr, s scope) holding {
	if place, l, ok := comparison(e, func(t *ast.Term) *ast.Term { return n.resolved(t, s) }); ok {
		return n.ofPlace(place, s, l)
	}
	t, ok := e.Terms.(*ast.Term)
	if !ok {
		return unknowable
	}
	ref, ok := t.Value.(ast.Ref)
	switch {
	case !ok:
		return unknowable
	case isRule(ref):
		return n.ofTruth(ref)
	}
	return n.ofPlace(ref, s, notFalse)
}

// ofPlace is about what is found where a reference of a body leads.
func (n *needs) ofPlace(ref ast.Ref, s scope, l leaf) holding {
	h := n.ofRef(ref, s.aliases, l)
	if !s.open(ref) {
		return h.possible()
	}
	return h
}

func isRule(ref ast.Ref) bool { return ref[0].Equal(ast.DefaultRootDocument) }

// ofRef is about what is found where a reference leads.
func (n *needs) ofRef(ref ast.Ref, known aliases, l leaf) holding {
	var parts []holding
	for _, p := range known.parts(ref) {
		parts = append(parts, found(n.input, p, l))
	}
	switch len(parts) {
	case 0:
		return unknowable
	case 1:
		return parts[0]
	}
	return anyOf(parts).possible()
}

// ofMembers is about a list having a member: a part of the input, a set of rules, or a comprehension of the body.
func (n *needs) ofMembers(list *ast.Term, body ast.Body, known aliases) holding {
	if ref, ok := list.Value.(ast.Ref); ok {
		return n.ofRef(ref, known, filled)
	}
	v, ok := list.Value.(ast.Var)
	if !ok {
		return unknowable
	}
	if _, ok := known[v]; ok {
		return n.ofRef(ast.Ref{list}, known, filled)
	}
	for _, e := range body {
		if w, ref, ok := naming(e); ok && w == v && isRule(ref) && n.isSet(ref) {
			return n.ofRules(ref)
		}
		if c := comprehensionOf(e, v); c != nil {
			return n.ofBody(c.Body, known)
		}
	}
	return unknowable
}

// isSet tells whether a reference is the whole set that rules make.
func (n *needs) isSet(ref ast.Ref) bool {
	rules := n.compiler.GetRulesExact(ref)
	return len(rules) > 0 && allSuch(rules, func(r *ast.Rule) bool { return r.Head.RuleKind() == ast.MultiValue })
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
