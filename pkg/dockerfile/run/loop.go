package run

import (
	"mvdan.cc/sh/v3/syntax"
)

// leaves tells whether statements may leave a loop early.
func leaves(stmts []*syntax.Stmt) bool {
	found := false
	for _, s := range stmts {
		syntax.Walk(s, func(n syntax.Node) bool {
			if c, ok := n.(*syntax.CallExpr); ok && len(c.Args) > 0 {
				l := c.Args[0].Lit()
				found = found || l == "break" || l == "continue"
			}
			return !found
		})
	}
	return found
}

// loop is a loop of which it is not known how often it runs. If running its body changes no file, neither does the loop.
func (x *machine) loop(st *state, s *syntax.Stmt) outcome {
	quiet := true
	syntax.Walk(s, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.CallExpr:
			quiet = quiet && x.quiet(n)
			for _, a := range n.Assigns {
				st.vars[a.Name.Value] = value{}
			}
		case *syntax.WordIter:
			st.vars[n.Name.Value] = value{}
		case *syntax.Redirect:
			quiet = quiet && (n.Word == nil || !writes(n) || n.Word.Lit() == "/dev/null")
		case *syntax.FuncDecl:
			quiet = false
		}
		return quiet
	})
	if quiet {
		return either(st)
	}
	return x.opaque(st, call{}, "a loop may do anything")
}

func writes(r *syntax.Redirect) bool {
	switch r.Op {
	case syntax.RdrOut, syntax.AppOut, syntax.RdrAll, syntax.AppAll, syntax.RdrClob, syntax.RdrInOut:
		return true
	default:
		return false
	}
}

// quiet tells whether a command changes no file, whatever its arguments.
func (x *machine) quiet(c *syntax.CallExpr) bool {
	if len(c.Args) == 0 {
		return true
	}
	name := c.Args[0].Lit()
	var words []string
	for _, a := range c.Args[1:] {
		words = append(words, a.Lit())
	}
	if x.functions[name] {
		return false
	}
	kind, ok := x.effects.find(name, words)
	return ok && kind == nothing
}
