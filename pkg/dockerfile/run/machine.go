package run

import (
	"path"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/hullcheck/hullcheck/pkg/dockerfile/known"
)

// Limits on what is followed; beyond them a script is taken as one of which nothing is known.
const (
	maxScript   = 64 << 10
	maxDepth    = 100
	maxUnrolled = 200
)

// machine walks a RUN line.
type machine struct {
	s       *known.Session
	step    Step
	effects table
	events  []Event
	failure string
	// functions that the script defines hide commands of their names.
	functions map[string]bool
	// open tells that any variable may be set: a file was sourced.
	open  bool
	depth int
	// exits are the states in which the present (sub)shell has been left by exit.
	exits outcome
}

func clean(p string) string { return path.Clean("/" + p) }

// entry runs an argument vector: a shell with a script, or any other program.
func (x *machine) entry(st *state, argv []string) outcome {
	if len(argv) == 0 {
		return either(st)
	}
	args := make([]arg, len(argv))
	for i, a := range argv {
		args[i] = arg{text: a, known: true}
	}
	return x.call(st, call{args: args})
}

// script runs shell source in the present shell.
func (x *machine) script(st *state, source string) outcome {
	if len(source) > maxScript || x.depth > maxDepth || nesting(source) > maxNesting {
		return x.opaque(st, call{}, "a script too long to follow may do anything")
	}
	f, err := syntax.NewParser(syntax.Variant(syntax.LangBash)).Parse(strings.NewReader(source), "")
	if err != nil {
		return x.opaque(st, call{}, "a script that is no plain shell may do anything")
	}
	return x.list(st, f.Stmts, false)
}

// maxNesting is how many brackets of a script may stand in each other: the parser recurses into them.
const maxNesting = 1_000

// nesting is how many brackets are open at once, those in quotes and patterns counted too.
func nesting(source string) (deepest int) {
	open := 0
	for i := range len(source) {
		switch source[i] {
		case '(':
			open++
			deepest = max(deepest, open)
		case ')':
			open = max(open-1, 0)
		}
	}
	return deepest
}

// subshell runs shell source or statements as another process would: variables and directory are restored, exit ends it.
func (x *machine) subshell(st *state, body func(*state) outcome) outcome {
	outer, saved := x.exits, *st
	x.exits = outcome{}
	in := st.fork()
	in.vars = cloneVars(st.vars)
	in.tree = st.tree
	out := body(in)
	out = outcome{ok: x.join(out.ok, x.exits.ok), fail: x.join(out.fail, x.exits.fail)}
	x.exits = outer
	restore := func(s *state) *state {
		if s == nil {
			return nil
		}
		r := saved
		r.tree, r.vars = s.tree, cloneVars(saved.vars)
		return &r
	}
	return outcome{ok: restore(out.ok), fail: restore(out.fail)}
}

// list runs statements one after the other. tested: their failure is asked about (if, &&), so that set -e does not count.
func (x *machine) list(st *state, stmts []*syntax.Stmt, tested bool) outcome {
	out := succeed(st)
	var left *state // set -e left the script with failure
	for i, stmt := range stmts {
		cur := x.after(out)
		if i > 0 && st.errexit && !tested || cur != nil && cur.errexit && !tested && i > 0 {
			left = x.join(left, out.fail)
			cur = out.ok
		}
		if cur == nil {
			return outcome{fail: left}
		}
		out = x.stmt(cur, stmt, tested)
	}
	out.fail = x.join(out.fail, left)
	return out
}

// stmt runs one statement with its redirections.
func (x *machine) stmt(st *state, s *syntax.Stmt, tested bool) outcome {
	if !x.s.SpendCommand() || x.depth > maxDepth {
		return x.opaque(st, call{}, "a script too long to follow may do anything")
	}
	x.depth++
	defer func() { x.depth-- }()
	if s.Background || s.Coprocess {
		return x.opaque(st, call{}, "a command in the background may do anything")
	}
	out := x.command(st, s, tested || s.Negated)
	if s.Negated {
		return outcome{ok: out.fail, fail: out.ok}
	}
	return out
}

func (x *machine) command(st *state, s *syntax.Stmt, tested bool) outcome {
	switch c := s.Cmd.(type) {
	case nil:
		return x.redirected(st, s, func(st *state, io *call) outcome {
			io.output = new(string)
			return succeed(st)
		})
	case *syntax.CallExpr:
		return x.redirected(st, s, func(st *state, io *call) outcome { return x.simple(st, c, io) })
	case *syntax.BinaryCmd:
		return x.binary(st, c, tested)
	case *syntax.Subshell:
		return x.redirected(st, s, func(st *state, _ *call) outcome {
			return x.subshell(st, func(st *state) outcome { return x.list(st, c.Stmts, tested) })
		})
	case *syntax.Block:
		return x.redirected(st, s, func(st *state, io *call) outcome { return x.block(st, c.Stmts, io, tested) })
	case *syntax.IfClause:
		return x.ifClause(st, c, tested)
	case *syntax.ForClause:
		return x.forClause(st, c, tested)
	case *syntax.CaseClause:
		return x.caseClause(st, c, tested)
	case *syntax.DeclClause:
		return x.declare(st, c)
	case *syntax.FuncDecl:
		if x.functions == nil {
			x.functions = map[string]bool{}
		}
		x.functions[c.Name.Value] = true
		return succeed(st)
	case *syntax.TestClause, *syntax.ArithmCmd, *syntax.LetClause:
		return either(st)
	}
	return x.loop(st, s)
}

// block runs statements whose common output may be redirected; it is known where each statement's is.
func (x *machine) block(st *state, stmts []*syntax.Stmt, io *call, tested bool) outcome {
	out := x.list(st, stmts, tested)
	io.output = nil
	return out
}

func (x *machine) binary(st *state, c *syntax.BinaryCmd, tested bool) outcome {
	switch c.Op {
	case syntax.AndStmt:
		a := x.stmt(st, c.X, true)
		if a.ok == nil {
			return a
		}
		b := x.stmt(a.ok, c.Y, tested)
		return outcome{ok: b.ok, fail: x.join(a.fail, b.fail)}
	case syntax.OrStmt:
		a := x.stmt(st, c.X, true)
		if a.fail == nil {
			return a
		}
		b := x.stmt(a.fail, c.Y, tested)
		return outcome{ok: x.join(a.ok, b.ok), fail: b.fail}
	default:
		return x.pipe(st, c, tested)
	}
}

func cloneVars(m map[string]value) map[string]value {
	out := make(map[string]value, len(m))
	for k, v := range m {
		out[k] = v
	}
	return out
}
