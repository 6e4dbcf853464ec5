package policy

import "github.com/open-policy-agent/opa/v1/ast"

// alias is a variable that stands for a part of the input: `some pod in input.pods` makes one.
type alias struct {
	parts []part
	// compared: it was given more than one value, so that these must be equal.
	compared bool
}

type aliases map[ast.Var]alias

// aliasesOf finds the aliases of one rule. The compiler has given each variable a name of its own, and written
// `some pod in input.pods` as `pod = input.pods[_]`.
func aliasesOf(rule *ast.Rule) aliases {
	named := map[ast.Var][]ast.Ref{}
	visitor := ast.NewGenericVisitor(func(x any) bool {
		if e, ok := x.(*ast.Expr); ok {
			if v, ref, ok := naming(e); ok {
				named[v] = append(named[v], ref)
			}
		}
		return false
	})
	visitor.Walk(rule.Body)
	visitor.Walk(rule.Head)
	out := aliases{}
	for grew := true; grew; {
		grew = false
		for v, refs := range named {
			if _, has := out[v]; has || !out.allKnown(refs) {
				continue
			}
			a := alias{compared: len(refs) > 1}
			for _, ref := range refs {
				a.parts = append(a.parts, out.parts(ref)...)
			}
			out[v], grew = a, true
		}
	}
	return out
}

// naming tells whether an expression is `variable = reference`.
func naming(e *ast.Expr) (ast.Var, ast.Ref, bool) {
	terms, ok := e.Terms.([]*ast.Term)
	if !ok || !e.IsEquality() || e.Negated || len(e.With) > 0 || len(terms) != 3 {
		return "", nil, false
	}
	for _, pair := range [][2]*ast.Term{{terms[1], terms[2]}, {terms[2], terms[1]}} {
		v, isVar := pair[0].Value.(ast.Var)
		ref, isRef := pair[1].Value.(ast.Ref)
		if isVar && isRef && !ast.RootDocumentNames.Contains(pair[0]) {
			return v, ref, true
		}
	}
	return "", nil, false
}

func (a aliases) allKnown(refs []ast.Ref) bool {
	for _, ref := range refs {
		if !a.known(ref) {
			return false
		}
	}
	return true
}

// known tells whether a reference leads into the input.
func (a aliases) known(ref ast.Ref) bool { return len(a.parts(ref)) > 0 }

// of gives the parts that a variable stands for; none where it is no alias.
func (a aliases) of(v ast.Var) []part {
	if v == ast.InputRootDocument.Value {
		return []part{{}}
	}
	return a[v].parts
}

// parts gives where in the input a reference leads; there may be several where a variable is bound twice.
func (a aliases) parts(ref ast.Ref) []part {
	v, ok := ref[0].Value.(ast.Var)
	if !ok {
		return nil
	}
	var out []part
	for _, base := range a.of(v) {
		p := append(part{}, base...)
		for _, t := range ref[1:] {
			p = append(p, step(t))
		}
		out = append(out, p)
	}
	return out
}

func step(t *ast.Term) string {
	if s, ok := t.Value.(ast.String); ok {
		return string(s)
	}
	return anyElement
}
