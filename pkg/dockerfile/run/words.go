package run

import (
	"errors"
	"io"

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
