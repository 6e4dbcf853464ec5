package dockerfile

import (
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/shell"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// undefined are the variables that a USER expands to nothing because nothing sets them. Where the base image's variables
// are not known, none is: they may be set there.
func (f *facts) undefined(final event) []Undefined {
	raw := final.cmd.(*instructions.UserCommand).User //nolint:errcheck,forcetypeassert // chosen by its type
	set, ok := f.variables(final)
	if !ok {
		return nil
	}
	lex := shell.NewLex(f.src.escape)
	res, err := lex.ProcessWordWithMatches(raw, shell.EnvsFromSlice(set))
	if err != nil {
		return nil
	}
	var out []Undefined
	for name := range res.Unmatched {
		with, err := lex.ProcessWordWithMatches(raw, shell.EnvsFromSlice(append(slices.Clone(set), name+"="+marker)))
		if err == nil && strings.Contains(with.Result, marker) && strings.ReplaceAll(with.Result, marker, "") == res.Result {
			out = append(out, Undefined{Name: name, Location: f.mention(final, name)})
		}
	}
	slices.SortFunc(out, func(a, b Undefined) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// mention is where a variable stands in an instruction.
func (f *facts) mention(e event, name string) finding.Location {
	if e.trigger {
		return f.location(e)
	}
	for line := e.first; line <= e.last; line++ {
		for _, m := range variable.FindAllStringSubmatchIndex(f.src.text.line(line), -1) {
			if text := f.src.text.line(line); text[m[2]:m[3]] == name {
				return f.src.text.part(line, line, variableText(text[m[0]:]), m[0])
			}
		}
	}
	return f.location(e)
}

// variableText is the whole of a variable at the beginning of s: $NAME or ${NAME…}.
func variableText(s string) string {
	if strings.HasPrefix(s, "${") {
		if i := strings.IndexByte(s, '}'); i > 0 {
			return s[:i+1]
		}
	}
	return variable.FindString(s)
}

// variables are those that are set when an instruction is reached, with a value that does not matter; ok is false where
// they are not known. They are read from the history that the converter wrote, not evaluated again.
func (f *facts) variables(until event) (set []string, ok bool) {
	if f.root != nil {
		if f.root.open()["env"] != "" {
			return nil, false
		}
		for _, e := range f.root.img.Config.Env {
			k, _, _ := strings.Cut(e, "=")
			set = append(set, k+"=x")
		}
	}
	set = append(set, "PATH=x")
	for _, e := range f.events {
		if e.evaluated == "" {
			return nil, false
		}
		switch c := e.cmd.(type) {
		case *instructions.EnvCommand:
			for _, kv := range c.Env {
				set = append(set, quoteless(kv.Key)+"=x")
			}
		case *instructions.ArgCommand:
			for _, kv := range c.Args {
				if strings.Contains(e.evaluated, " "+kv.Key+"=") {
					set = append(set, kv.Key+"=x")
				}
			}
		}
		if e == until {
			break
		}
	}
	return set, true
}
