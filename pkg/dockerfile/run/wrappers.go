package run

import "strings"

// wrappers are programs that run another one.
func wrappers() map[string]command {
	return map[string]command{
		"sh": shell, "bash": shell, "dash": shell, "ash": shell, "ksh": shell, "zsh": shell,
		"sudo": strip, "env": strip, "exec": strip, "command": strip, "builtin": strip, "time": strip, "nice": strip,
		"ionice": strip, "stdbuf": strip, "setsid": strip, "timeout": strip, "fakeroot": strip, "eatmydata": strip,
		"retry": strip, "nohup": strip, "busybox": strip, "script": opaqueCommand, "su": otherUser, "runuser": otherUser,
		"gosu": otherUser, "su-exec": otherUser, "setpriv": otherUser, "chroot": opaqueCommand, "xargs": opaqueCommand,
	}
}

func opaqueCommand(x *machine, st *state, c *call) outcome {
	return x.opaque(st, *c, c.String()+" may do anything")
}

// shell follows sh -c SCRIPT, with options as in "bash -o pipefail -euxc", and sh with a script on standard input.
func shell(x *machine, st *state, c *call) outcome {
	inherited := [2]bool{}
	i := 1
	script := false
	for ; i < len(c.args); i++ {
		t := c.args[i].text
		if !c.args[i].known || len(t) < 2 || t[0] != '-' && t[0] != '+' {
			break
		}
		if t == "--" {
			i++
			break
		}
		if t[1] == '-' {
			continue
		}
		inherited[0] = inherited[0] || strings.Contains(t, "e")
		script = script || strings.Contains(t, "c")
		if strings.Contains(t, "o") && i+1 < len(c.args) {
			i++
			inherited[0] = inherited[0] || c.args[i].text == "errexit"
			inherited[1] = inherited[1] || c.args[i].text == "pipefail"
		}
	}
	switch {
	case script && i < len(c.args) && c.args[i].known:
		return x.inner(st, c, c.args[i].text, inherited)
	case !script && i < len(c.args) && isShell(c.name()):
		return x.file(st, c, c.args[i])
	case !script && i == len(c.args) && c.input != nil:
		return x.inner(st, c, *c.input, inherited)
	}
	return x.opaque(st, *c, c.String()+" may do anything")
}

// inner runs a script in a shell of its own.
func (x *machine) inner(st *state, c *call, source string, options [2]bool) outcome {
	return x.subshell(st, func(in *state) outcome {
		in.errexit, in.pipefail = options[0], options[1]
		for name, v := range c.vars {
			in.vars[name] = v
		}
		out := x.script(in, source)
		if out.ok == nil && x.exits.ok == nil && x.failure == "" {
			x.failure = "no way through it succeeds"
		}
		return out
	})
}

// strip runs what follows the wrapper's own options and assignments.
func strip(x *machine, st *state, c *call) outcome {
	name := c.name()
	rest := c.args[1:]
	if name == "command" && len(rest) > 0 && (rest[0].text == "-v" || rest[0].text == "-V") {
		return which(x, st, c)
	}
	for len(rest) > 0 {
		t := rest[0].text
		switch {
		case !rest[0].known:
			return opaqueCommand(x, st, c)
		case t == "-u" || t == "-i" || t == "-v" || t == "-s" || t == "-l" && name == "exec":
			return opaqueCommand(x, st, c) // another user, an empty environment, only a question
		case strings.HasPrefix(t, "-"):
			if t == "-n" && (name == "nice" || name == "ionice") || t == "-c" && name == "ionice" {
				rest = rest[1:]
			}
		case name == "env" && strings.Contains(t, "="), name == "sudo" && strings.Contains(t, "="):
			c.assign(t)
		case name == "timeout":
			name = ""
		case name == "busybox" && changesAccounts(t):
			return opaqueCommand(x, st, c) // which applets it has cannot be told
		default:
			inner := call{args: rest, input: c.input, piped: c.piped, vars: c.vars}
			out := x.call(st, inner, &inner)
			c.output = inner.output
			if name == "exec" {
				return x.leave(out)
			}
			return out
		}
		if len(rest) > 0 {
			rest = rest[1:]
		}
	}
	return either(st)
}

// variable is an environment variable as the command sees it.
func (c *call) variable(st *state, name string) (v value, set bool) {
	if v, set = c.vars[name]; set {
		return v, true
	}
	v, set = st.vars[name]
	return v, set
}

// assign notes a NAME=VALUE before the command.
func (c *call) assign(t string) {
	name, v, _ := strings.Cut(t, "=")
	if c.vars == nil {
		c.vars = map[string]value{}
	}
	c.vars[name] = value{v, true}
}

// leave ends the present shell with an outcome, as exec does.
func (x *machine) leave(out outcome) outcome {
	x.exits = outcome{ok: x.join(x.exits.ok, out.ok), fail: x.join(x.exits.fail, out.fail)}
	return outcome{}
}

// otherUser runs a command as another user. What it does to files is not followed; it is taken to change no account
// where it is certain that the user is not root.
func otherUser(x *machine, st *state, c *call) outcome {
	return x.opaque(st, *c, c.String()+" may do anything")
}

// changesAccounts tells whether a name is that of a program that changes passwd or group.
func changesAccounts(name string) bool {
	switch name {
	case "adduser", "addgroup", "deluser", "delgroup":
		return true
	}
	return false
}
