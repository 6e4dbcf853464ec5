package dockerfile

import (
	"strconv"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"

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
