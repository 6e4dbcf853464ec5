package run

import (
	"errors"
	"io"
	"strings"

	"mvdan.cc/sh/v3/expand"
	"mvdan.cc/sh/v3/syntax"
)

// arg is one argument after expansion. Where it is not known, text is the literal beginning of it, if any: "/app/" of
// /app/*.js.
type arg struct {
	text  string
	known bool
	// glob: the argument is what a pattern matches below the directory that text begins with.
	glob bool
}

// fields expands words as a shell does. Command substitutions have been run already; their output is not known.
func (x *machine) fields(st *state, words []*syntax.Word) []arg {
	var out []arg
	for _, w := range words {
		v := x.inspect(st, w)
		if v.unknown || v.glob {
			out = append(out, arg{text: v.prefix, glob: v.glob && !v.unknown})
			continue
		}
		fs, err := expand.Fields(x.config(st), w)
		if err != nil {
			out = append(out, arg{text: v.prefix})
			continue
		}
		for _, f := range fs {
			out = append(out, arg{text: f, known: true})
		}
	}
	return out
}

// literal expands a word to one string, as in an assignment or a redirection.
func (x *machine) literal(st *state, w *syntax.Word) value {
	if w == nil {
		return value{known: true}
	}
	if v := x.inspect(st, w); v.unknown {
		return value{}
	}
	s, err := expand.Literal(x.config(st), w)
	if err != nil || len(s) > maxScript {
		return value{}
	}
	return value{text: s, known: true}
}

// document expands the body of a here-document.
func (x *machine) document(st *state, w *syntax.Word) value {
	if w == nil || x.inspect(st, w).unknown {
		return value{}
	}
	s, err := expand.Document(x.config(st), w)
	return value{text: s, known: err == nil}
}

func (x *machine) config(st *state) *expand.Config {
	return &expand.Config{
		Env:      environment{st},
		CmdSubst: func(io.Writer, *syntax.CmdSubst) error { return errNotKnown },
		ProcSubst: func(*syntax.ProcSubst) (string, error) {
			return "", errNotKnown
		},
	}
}

var errNotKnown = errors.New("not known")

// environment gives expand the variables; those that are not known never get here.
type environment struct{ st *state }

func (e environment) Get(name string) expand.Variable {
	if name == "PWD" && e.st.cwd.known {
		return expand.Variable{Set: true, Exported: true, Kind: expand.String, Str: e.st.cwd.text}
	}
	v, ok := e.st.vars[name]
	if !ok {
		return expand.Variable{}
	}
	return expand.Variable{Set: true, Exported: true, Kind: expand.String, Str: v.text}
}

func (environment) Each(func(string, expand.Variable) bool) {}

// inspection is what stands in the way of expanding a word.
type inspection struct {
	unknown, glob bool
	prefix        string // the literal text before it
}

func (x *machine) inspect(st *state, w *syntax.Word) inspection {
	in := inspection{}
	for _, p := range w.Parts {
		if in.unknown {
			break
		}
		x.part(st, p, &in, false)
	}
	if len(w.Parts) > 0 {
		if l, ok := w.Parts[0].(*syntax.Lit); ok && strings.ContainsRune(l.Value, '{') && strings.ContainsAny(l.Value, ",.") {
			in.unknown = in.unknown || hasBraces(w)
		}
	}
	return in
}

func hasBraces(w *syntax.Word) bool {
	c := *w
	c.Parts = append([]syntax.WordPart(nil), w.Parts...)
	return syntax.SplitBraces(&c)
}

// part looks at one part of a word: what cannot be expanded makes it unknown, a pattern outside quotes makes it a glob.
func (x *machine) part(st *state, p syntax.WordPart, in *inspection, quoted bool) {
	switch p := p.(type) {
	case *syntax.Lit:
		if !quoted && !in.glob {
			if i := unescapedGlob(p.Value); i >= 0 {
				in.prefix += p.Value[:i]
				in.glob = true
				return
			}
		}
		if !in.glob {
			in.prefix += p.Value
		}
	case *syntax.SglQuoted:
		if !in.glob {
			in.prefix += p.Value
		}
	case *syntax.DblQuoted:
		for _, q := range p.Parts {
			if !in.unknown {
				x.part(st, q, in, true)
			}
		}
	case *syntax.ParamExp:
		x.parameter(st, p, in)
	default: // command, arithmetic and process substitution, extended patterns
		in.unknown = true
	}
}

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

// unescapedGlob is where a pattern character stands that no backslash precedes, -1 without.
func unescapedGlob(s string) int {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '*', '?':
			return i
		case '[':
			if strings.IndexByte(s[i:], ']') > 1 {
				return i
			}
		}
	}
	return -1
}
