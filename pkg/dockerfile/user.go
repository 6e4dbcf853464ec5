package dockerfile

import (
	"slices"
	"strconv"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/shell"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// user is the USER of the image and where it is decided.
func (f *facts) user() User {
	last := f.p.Stages[f.p.Chain[len(f.p.Chain)-1]]
	u := User{Value: f.config.User, Unknown: f.config.Unknown["user"], Location: last.Location}
	var set []event
	for _, e := range f.events {
		if _, ok := e.cmd.(*instructions.UserCommand); ok {
			set = append(set, e)
		}
	}
	if len(set) == 0 {
		if f.root != nil && (u.Value != "" || u.Unknown != "") {
			u.Base = f.root.ref
		}
		return u
	}
	final := set[len(set)-1]
	u.Explicit = true
	u.Location = f.argument(final)
	u.Undefined = f.undefined(final)
	u.Trailing = f.trailing(final)
	if u.Unknown == "" && rootLike(u.Value) {
		u.Former = f.former(set)
	}
	return u
}

// argument is the location of what stands behind USER.
func (f *facts) argument(e event) finding.Location {
	if e.trigger {
		return f.location(e)
	}
	line := f.src.text.line(e.first)
	lead := len(line) - len(strings.TrimLeft(line, " \t"))
	arg := strings.TrimSpace(line[min(len(line), lead+len("USER")):])
	if e.first != e.last || arg == "" {
		return f.location(e)
	}
	return f.src.text.part(e.first, e.last, arg, lead+len("USER"))
}

// former is the last user other than root before the final one.
func (f *facts) former(set []event) *Former {
	for i := len(set) - 2; i >= 0; i-- {
		if v, ok := value(set[i]); ok && !rootLike(v) {
			return &Former{Value: v, Location: f.argument(set[i])}
		}
	}
	if f.root != nil && f.root.img != nil && f.root.img.Config.Unknown["user"] == "" && !rootLike(f.root.img.Config.User) {
		return &Former{Value: f.root.img.Config.User, Base: f.root.ref, Location: f.p.Stages[f.p.Chain[0]].Location}
	}
	return nil
}

// value is what a USER came to; ok is false where that is not known.
func value(e event) (string, bool) {
	v, ok := strings.CutPrefix(e.evaluated, "USER ")
	return v, ok
}

// rootLike tells whether the user half of USER is root for every runtime: empty, root, or a number that is 0.
func rootLike(user string) bool {
	name, _, _ := strings.Cut(user, ":")
	n, err := strconv.ParseInt(name, 10, 64)
	return name == "" || name == "root" || err == nil && n == 0
}

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

// trailing is text behind the first word of USER.
func (f *facts) trailing(e event) *Trailing {
	raw := e.cmd.(*instructions.UserCommand).User //nolint:errcheck,forcetypeassert // chosen by its type
	i := endOfWord(raw)
	rest := strings.TrimLeft(raw[i:], " \t")
	if rest == "" {
		return nil
	}
	t := &Trailing{Text: rest, Location: f.location(e)}
	if !e.trigger {
		line := f.src.text.line(e.first)
		if at := strings.LastIndex(line, rest); at >= 0 && e.first == e.last {
			t.Location = f.src.text.part(e.first, e.first, rest, at)
		}
	}
	return t
}

// endOfWord is where the first word ends: at a blank outside of quotes and braces.
func endOfWord(s string) int {
	quote, depth := byte(0), 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '{':
			depth++
		case c == '}':
			depth--
		case (c == ' ' || c == '\t') && depth <= 0:
			return i
		}
	}
	return len(s)
}
