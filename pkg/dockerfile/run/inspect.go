package run

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

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
