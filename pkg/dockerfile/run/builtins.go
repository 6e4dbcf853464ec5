package run

import (
	"strconv"
	"strings"
)

// builtins are those of the shell that are followed.
func builtins() map[string]command {
	return map[string]command{
		":": noOp, "true": noOp, "echo": echo, "printf": printf, "cat": cat, "tee": tee,
		"false": func(_ *machine, st *state, _ *call) outcome { return fail(st) },
		"cd":    cd, "set": set, "umask": umask, "exit": exit, "return": exit,
		"unset": unset, "export": export, "trap": trap, "shift": unknownArgs, "read": read,
		".": source, "source": source, "eval": eval, "break": exit, "continue": exit,
	}
}

// noOp writes nothing.
func noOp(_ *machine, st *state, c *call) outcome {
	c.output = new(string)
	return succeed(st)
}

func unknownArgs(_ *machine, st *state, _ *call) outcome { return either(st) }

// texts are the arguments behind the command; ok is false where one is not known.
func (c *call) texts() (out []string, ok bool) {
	for _, a := range c.args[1:] {
		if !a.known {
			return nil, false
		}
		out = append(out, a.text)
	}
	return out, true
}

// echo writes its arguments. Whether it minds backslashes depends on the shell, so their output is not known.
func echo(_ *machine, st *state, c *call) outcome {
	words, ok := c.texts()
	if !ok || strings.Contains(strings.Join(words, ""), `\`) {
		return succeed(st)
	}
	end := "\n"
	for len(words) > 0 && (words[0] == "-n" || words[0] == "-e" || words[0] == "-ne" || words[0] == "-E") {
		if strings.Contains(words[0], "n") {
			end = ""
		}
		if strings.Contains(words[0], "e") {
			return succeed(st) // dash writes "-e", bash does not
		}
		words = words[1:]
	}
	text := strings.Join(words, " ") + end
	c.output = &text
	return succeed(st)
}

// printf follows formats of %s, %d, %% and the usual escapes.
func printf(_ *machine, st *state, c *call) outcome {
	words, ok := c.texts()
	if !ok || len(words) == 0 || strings.HasPrefix(words[0], "-") {
		return succeed(st)
	}
	var b strings.Builder
	args := words[1:]
	for first := true; first || len(args) > 0; first = false {
		rest, ok := format(&b, words[0], args)
		if !ok || len(rest) == len(args) && len(args) > 0 || b.Len() > maxScript {
			return succeed(st)
		}
		args = rest
	}
	text := b.String()
	c.output = &text
	return succeed(st)
}

func format(b *strings.Builder, f string, args []string) (rest []string, ok bool) {
	for i := 0; i < len(f); i++ {
		if (f[i] == '%' || f[i] == '\\') && i+1 == len(f) {
			return nil, false
		}
		switch f[i] {
		case '%':
			i++
			switch f[i] {
			case '%':
				b.WriteByte('%')
			case 's', 'd', 'i', 'u':
				v := ""
				if len(args) > 0 {
					v, args = args[0], args[1:]
				}
				if _, err := strconv.ParseInt(v, 10, 64); f[i] != 's' && err != nil {
					return nil, false
				}
				b.WriteString(v)
			default:
				return nil, false
			}
		case '\\':
			i++
			escaped, known := map[byte]string{'n': "\n", 't': "\t", '\\': `\`, '"': `"`}[f[i]]
			if !known {
				return nil, false
			}
			b.WriteString(escaped)
		default:
			b.WriteByte(f[i])
		}
	}
	return args, true
}

// cat copies standard input, or files whose content is known.
func cat(x *machine, st *state, c *call) outcome {
	words, ok := c.texts()
	if !ok {
		return either(st)
	}
	if len(words) == 0 || len(words) == 1 && words[0] == "-" {
		c.output = c.input
		return succeed(st)
	}
	var b strings.Builder
	for _, w := range words {
		text, ok := x.readFile(st, w)
		if !ok {
			return either(st)
		}
		b.WriteString(text)
	}
	text := b.String()
	c.output = &text
	return succeed(st)
}

// readFile is the content of a file that is known to the last byte.
func (x *machine) readFile(st *state, name string) (string, bool) {
	if !st.cwd.known && !strings.HasPrefix(name, "/") {
		return "", false
	}
	at := st.tree.Resolve(x.s, x.absolute(st, name), true)
	t, p := st.tree, at.Path
	if m, hidden := x.hidden(at.Path); hidden {
		var ok bool
		if t, p, ok = m.tree(at.Path); !ok {
			return "", false
		}
	}
	content, ok := t.Content(x.s, p)
	return string(content.Data), ok && content.Complete()
}

// tee writes its standard input to files.
func tee(x *machine, st *state, c *call) outcome {
	add := false
	for _, a := range c.args[1:] {
		switch {
		case a.known && (a.text == "-a" || a.text == "--append"):
			add = true
		case a.known && strings.HasPrefix(a.text, "/dev/"), a.known && strings.HasPrefix(a.text, "-"):
		default:
			x.write(st, value{a.text, a.known}, c.input, add)
		}
	}
	c.output = c.input
	return either(st)
}

func cd(x *machine, st *state, c *call) outcome {
	switch {
	case len(c.args) == 1:
		st.cwd = st.vars["HOME"]
	case len(c.args) > 2 || !c.args[1].known || c.args[1].text == "-" || !st.cwd.known && !strings.HasPrefix(c.args[1].text, "/"):
		st.cwd = value{}
	default:
		moved := st.fork()
		moved.tree = st.tree
		at := st.tree.Resolve(x.s, x.absolute(st, c.args[1].text), true)
		moved.cwd = value{text: at.Path, known: true}
		if x.directory(st, at.Path) {
			return succeed(moved)
		}
		return outcome{ok: moved, fail: st.fork()}
	}
	return either(st)
}

// set follows -e, +e and -o pipefail; positional parameters are never known.
func set(_ *machine, st *state, c *call) outcome {
	for i := 1; i < len(c.args); i++ {
		t := c.args[i].text
		if t == "--" || t == "" || t[0] != '-' && t[0] != '+' {
			break
		}
		on := t[0] == '-'
		if strings.Contains(t[1:], "e") {
			st.errexit = on
		}
		if strings.HasSuffix(t, "o") && i+1 < len(c.args) {
			i++
			switch c.args[i].text {
			case "errexit":
				st.errexit = on
			case "pipefail":
				st.pipefail = on
			}
		}
	}
	return succeed(st)
}

func umask(_ *machine, st *state, c *call) outcome {
	if len(c.args) == 2 {
		m, err := strconv.ParseUint(c.args[1].text, 8, 12)
		if err == nil && c.args[1].known {
			st.umask = uint32(m)
		}
	}
	return succeed(st)
}

// exit ends the present shell: with success, failure, or (exit $?) one of the two.
func exit(x *machine, st *state, c *call) outcome {
	name := c.name()
	if name == "break" || name == "continue" {
		return x.opaque(st, call{}, "a loop that is left early may do anything")
	}
	code := ""
	if len(c.args) > 1 && c.args[1].known {
		code = c.args[1].text
	}
	if code != "" && code != "0" {
		x.exits.fail = x.join(x.exits.fail, st)
		return outcome{}
	}
	if code == "" {
		x.exits.fail = x.join(x.exits.fail, st.fork())
	}
	x.exits.ok = x.join(x.exits.ok, st)
	return outcome{}
}

func unset(_ *machine, st *state, c *call) outcome {
	for _, a := range c.args[1:] {
		delete(st.vars, a.text)
	}
	return succeed(st)
}

// export is declared by the parser where its arguments are plain; here they were expanded.
func export(_ *machine, st *state, c *call) outcome {
	for _, a := range c.args[1:] {
		if name, v, ok := strings.Cut(a.text, "="); ok {
			st.vars[name] = value{v, a.known}
		}
	}
	return succeed(st)
}

func trap(x *machine, st *state, c *call) outcome {
	if len(c.args) > 1 && c.args[1].text != "-" && c.args[1].text != "" {
		return x.opaque(st, *c, "a trap may do anything")
	}
	return succeed(st)
}

func read(_ *machine, st *state, c *call) outcome {
	for _, a := range c.args[1:] {
		if !strings.HasPrefix(a.text, "-") {
			st.vars[a.text] = value{}
		}
	}
	return either(st)
}

// source may set any variable and change any file.
func source(x *machine, st *state, c *call) outcome {
	for name := range st.vars {
		st.vars[name] = value{}
	}
	x.open = true
	st.cwd = value{}
	return x.opaque(st, *c, c.String()+" may do anything")
}

func eval(x *machine, st *state, c *call) outcome {
	words, ok := c.texts()
	if !ok {
		return source(x, st, c)
	}
	return x.script(st, strings.Join(words, " "))
}
