package run

import (
	"strconv"
	"strings"
)

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
