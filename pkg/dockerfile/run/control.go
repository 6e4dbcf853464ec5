package run

import (
	"mvdan.cc/sh/v3/expand"
	"mvdan.cc/sh/v3/pattern"
	"mvdan.cc/sh/v3/syntax"
)

func (x *machine) ifClause(st *state, c *syntax.IfClause, tested bool) outcome {
	if len(c.Cond) == 0 { // else
		return x.list(st, c.Then, tested)
	}
	cond := x.list(st, c.Cond, true)
	var out outcome
	if cond.ok != nil {
		out = x.list(cond.ok, c.Then, tested)
	}
	if cond.fail == nil {
		return out
	}
	no := succeed(cond.fail)
	if c.Else != nil {
		no = x.ifClause(cond.fail, c.Else, tested)
	}
	return outcome{ok: x.join(out.ok, no.ok), fail: x.join(out.fail, no.fail)}
}

// forClause runs a loop over words that are known once for each.
func (x *machine) forClause(st *state, c *syntax.ForClause, tested bool) outcome {
	it, ok := c.Loop.(*syntax.WordIter)
	if !ok || c.Select || !it.InPos.IsValid() {
		return x.loop(st, &syntax.Stmt{Cmd: c})
	}
	x.substitutions(st, c.Loop)
	items := x.fields(st, it.Items)
	for _, a := range items {
		if !a.known || len(items) > maxUnrolled || leaves(c.Do) {
			return x.loop(st, &syntax.Stmt{Cmd: c})
		}
	}
	out := succeed(st)
	for _, a := range items {
		cur := out.ok
		if !st.errexit || tested {
			cur = x.after(out)
		}
		if cur == nil {
			return out
		}
		failed := out.fail
		cur.vars[it.Name.Value] = value{text: a.text, known: true}
		out = x.list(cur, c.Do, tested)
		if st.errexit && !tested {
			out.fail = x.join(out.fail, failed)
		}
	}
	return out
}

func (x *machine) caseClause(st *state, c *syntax.CaseClause, tested bool) outcome {
	x.substitutions(st, c.Word)
	word := x.literal(st, c.Word)
	var out outcome
	rest := st
	for _, item := range c.Items {
		if rest == nil {
			break
		}
		match := x.matches(rest, word, item.Patterns)
		if match == no {
			continue
		}
		branch := rest
		if match == maybe {
			branch = rest.fork()
		} else {
			rest = nil
		}
		o := x.list(branch, item.Stmts, tested)
		out = outcome{ok: x.join(out.ok, o.ok), fail: x.join(out.fail, o.fail)}
		if item.Op != syntax.Break {
			return x.opaque(x.after(out), call{}, "a case that falls through may do anything")
		}
	}
	out.ok = x.join(out.ok, rest)
	return out
}

type tri int

const (
	no tri = iota
	yes
	maybe
)

func (x *machine) matches(st *state, word value, patterns []*syntax.Word) tri {
	result := no
	for _, p := range patterns {
		if !word.known || x.inspect(st, p).unknown {
			result = maybe
			continue
		}
		pat, err := expand.Pattern(x.config(st), p)
		if err != nil {
			result = maybe
			continue
		}
		re, err := pattern.Regexp(pat, pattern.EntireString)
		if err != nil {
			result = maybe
			continue
		}
		if matched, err := regexpMatch(re, word.text); err != nil {
			result = maybe
		} else if matched {
			return yes
		}
	}
	return result
}

// declare is export, readonly, local, declare.
func (x *machine) declare(st *state, c *syntax.DeclClause) outcome {
	substituted := x.substitutions(st, c)
	for _, a := range c.Args {
		if a.Name == nil || a.Naked {
			continue
		}
		v := x.literal(st, a.Value)
		if a.Array != nil || a.Append {
			v = value{}
		}
		st.vars[a.Name.Value] = v
	}
	if substituted {
		return either(st)
	}
	return succeed(st)
}
