package policy

import "github.com/open-policy-agent/opa/v1/ast"

// scope is what the variables of a body stand for: parts of the input, and constants.
type scope struct {
	aliases   aliases
	constants map[ast.Var]*ast.Term
	// uses is how often the body names a variable.
	uses map[ast.Var]int
}

func (n *needs) scopeOf(body ast.Body, known aliases) scope {
	s := scope{known, n.constantsIn(body), map[ast.Var]int{}}
	ast.NewGenericVisitor(func(x any) bool {
		if v, ok := x.(ast.Var); ok {
			s.uses[v]++
		}
		return false
	}).Walk(body)
	return s
}

// open tells whether a reference may lead to any element of the lists that it goes through: an index that is written, or
// named elsewhere, may lead to none.
func (s scope) open(ref ast.Ref) bool {
	for _, t := range ref[1:] {
		if _, ok := t.Value.(ast.String); ok {
			continue
		}
		if v, ok := t.Value.(ast.Var); !ok || s.uses[v] > 1 {
			return false
		}
	}
	return true
}

// constantsIn finds the variables that stand for a rule such as `limit := 10`.
func (n *needs) constantsIn(body ast.Body) map[ast.Var]*ast.Term {
	out := map[ast.Var]*ast.Term{}
	for _, e := range body {
		if v, ref, ok := naming(e); ok {
			out[v] = n.constant(ref)
		}
	}
	return out
}

// constant is the value of a rule such as `limit := 10`, nil where a reference does not lead to one.
func (n *needs) constant(ref ast.Ref) *ast.Term {
	if !isRule(ref) {
		return nil
	}
	if rules := n.compiler.GetRulesExact(ref); len(rules) == 1 && isConstant(rules[0]) {
		return rules[0].Head.Value
	}
	return nil
}

// resolved is the constant that a term stands for; any other term is itself.
func (n *needs) resolved(t *ast.Term, s scope) *ast.Term {
	var c *ast.Term
	switch v := t.Value.(type) {
	case ast.Var:
		c = s.constants[v]
	case ast.Ref:
		c = n.constant(v)
	default: // it is no name of anything
	}
	if c == nil {
		return t
	}
	return c
}

func isConstant(r *ast.Rule) bool {
	return r.Head.RuleKind() == ast.SingleValue && len(r.Head.Args) == 0 && r.Else == nil && !r.Default &&
		r.Body.Equal(ast.NewBody(ast.NewExpr(ast.InternedTerm(true)))) && ast.IsScalar(r.Head.Value.Value)
}
