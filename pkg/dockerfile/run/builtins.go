package run

import (
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
