package run

import (
	"mvdan.cc/sh/v3/expand"
	"mvdan.cc/sh/v3/syntax"
)

// parameter decides a ${…}.
func (x *machine) parameter(st *state, p *syntax.ParamExp, in *inspection) {
	if p.Param == nil || p.Excl || p.Length || p.Width || p.Index != nil || p.Slice != nil || p.Names != 0 {
		in.unknown = true
		return
	}
	name := p.Param.Value
	v, set := st.vars[name]
	switch {
	case name == "PWD" && st.cwd.known:
	case set && !v.known, !set && (x.open || special(name)):
		in.unknown = true
		return
	}
	if p.Repl != nil && len(v.text) > maxReplaced {
		in.unknown = true
		return
	}
	for _, w := range paramWords(p) {
		if sub := x.inspect(st, w); sub.unknown {
			in.unknown = true
			return
		}
	}
	if unescapedGlob(v.text) >= 0 {
		in.unknown = true // would be expanded where it is not quoted
		return
	}
	if p.Exp == nil && p.Repl == nil && !in.glob {
		in.prefix += v.text
	} else if !in.glob {
		s, err := expand.Literal(x.config(st), &syntax.Word{Parts: []syntax.WordPart{p}})
		if err != nil {
			in.unknown = true
			return
		}
		in.prefix += s
	}
}

// maxReplaced is how long a value may be in which a pattern is replaced, which may multiply its length.
const maxReplaced = 1 << 10

func paramWords(p *syntax.ParamExp) []*syntax.Word {
	var out []*syntax.Word
	if p.Exp != nil && p.Exp.Word != nil {
		out = append(out, p.Exp.Word)
	}
	if p.Repl != nil {
		for _, w := range []*syntax.Word{p.Repl.Orig, p.Repl.With} {
			if w != nil {
				out = append(out, w)
			}
		}
	}
	return out
}

// special tells whether a parameter is one that the shell sets: $1, $?, $$.
func special(name string) bool {
	if name == "" {
		return true
	}
	letter := name[0] == '_' || name[0] >= 'a' && name[0] <= 'z' || name[0] >= 'A' && name[0] <= 'Z'
	return !letter
}
