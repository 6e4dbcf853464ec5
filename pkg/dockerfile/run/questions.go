package run

import (
	"strings"

	"github.com/hullcheck/hullcheck/pkg/dockerfile/accounts"
	"github.com/hullcheck/hullcheck/pkg/dockerfile/known"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// questions are commands that change nothing and whose status may be known.
func questions() map[string]command {
	return map[string]command{
		"test": test, "[": test, "id": id, "getent": getent, "which": which, "type": which, "hash": which,
	}
}

// answer is the outcome of a question.
func answer(st *state, t accounts.Tri) outcome {
	switch t {
	case accounts.Yes:
		return succeed(st)
	case accounts.No:
		return fail(st)
	case accounts.Maybe:
	}
	return either(st)
}

func not(t accounts.Tri) accounts.Tri {
	switch t {
	case accounts.Yes:
		return accounts.No
	case accounts.No:
		return accounts.Yes
	case accounts.Maybe:
	}
	return accounts.Maybe
}

func truth(b bool) accounts.Tri {
	if b {
		return accounts.Yes
	}
	return accounts.No
}

// test follows one comparison or one look at a file, and "!" before it.
func test(x *machine, st *state, c *call) outcome {
	words, ok := c.texts()
	if !ok {
		return either(st)
	}
	if c.name() == "[" {
		if len(words) == 0 || words[len(words)-1] != "]" {
			return fail(st)
		}
		words = words[:len(words)-1]
	}
	negated := len(words) > 1 && words[0] == "!"
	if negated {
		words = words[1:]
	}
	t := x.condition(st, words)
	if negated {
		t = not(t)
	}
	return answer(st, t)
}

func (x *machine) condition(st *state, w []string) accounts.Tri {
	switch {
	case len(w) == 0:
		return accounts.No
	case len(w) == 1:
		return truth(w[0] != "")
	case len(w) == 3 && (w[1] == "=" || w[1] == "=="):
		return truth(w[0] == w[2])
	case len(w) == 3 && w[1] == "!=":
		return truth(w[0] != w[2])
	case len(w) == 2 && w[0] == "-n":
		return truth(w[1] != "")
	case len(w) == 2 && w[0] == "-z":
		return truth(w[1] == "")
	case len(w) == 2:
		return x.fileTest(st, w[0], w[1])
	}
	return accounts.Maybe
}

func (x *machine) fileTest(st *state, op, name string) accounts.Tri {
	if !st.cwd.known && !strings.HasPrefix(name, "/") {
		return accounts.Maybe
	}
	at := st.tree.Resolve(x.s, x.absolute(st, name), op != "-L" && op != "-h")
	if _, hidden := x.hidden(at.Path); hidden || at.Answer.Unknown != "" {
		return accounts.Maybe
	}
	e := at.Answer.Entry
	switch op {
	case "-e":
		return truth(e != nil)
	case "-f":
		return truth(e != nil && e.Type == rootfs.Regular)
	case "-d":
		return truth(e != nil && e.Type == rootfs.Directory)
	case "-L", "-h":
		return truth(e != nil && e.Type == rootfs.Symlink)
	}
	if e == nil {
		return accounts.No
	}
	return accounts.Maybe
}

// id answers whether a user is there.
func id(x *machine, st *state, c *call) outcome {
	words, ok := c.texts()
	if !ok {
		return either(st)
	}
	var user string
	for _, w := range words {
		if !strings.HasPrefix(w, "-") {
			user = w
		}
	}
	if user == "" {
		return succeed(st)
	}
	d := x.database(st, c)
	_, _, t := d.User(user)
	if n, numeric := number(&user); t == accounts.No && numeric {
		_, t = d.UserOf(*n)
	}
	return answer(st, t)
}

// getent answers whether a user or group is there, by name or id.
func getent(x *machine, st *state, c *call) outcome {
	words, ok := c.texts()
	if !ok || len(words) != 2 || words[0] != "passwd" && words[0] != "group" {
		return either(st)
	}
	d := x.database(st, c)
	n, numeric := number(&words[1])
	var t accounts.Tri
	switch {
	case words[0] == "passwd" && numeric:
		_, t = d.UserOf(*n)
	case words[0] == "passwd":
		_, _, t = d.User(words[1])
	case numeric:
		t = d.GroupID(*n)
	default:
		_, t = d.Group(words[1])
	}
	if x.missing(st, c) {
		return fail(st)
	}
	return answer(st, t)
}

// which answers whether a program is there: command -v, which, type.
func which(x *machine, st *state, c *call) outcome {
	name := c.args[len(c.args)-1]
	if !name.known || len(c.args) < 2 || isBuiltin(name.text) {
		return either(st)
	}
	switch at := x.program(st, &call{args: []arg{name}}); {
	case at == known.Place{}:
		return fail(st)
	case at.Answer.Entry != nil && at.Answer.Entry.Mode&0o111 != 0:
		return succeed(st)
	}
	return either(st)
}

// isBuiltin tells whether a name is one of the shell itself, of which every shell has another set.
func isBuiltin(name string) bool {
	switch name {
	case ":", "true", "false", "echo", "printf", "cd", "set", "test", "[", "exit", "eval", "exec", "export", "command", "type":
		return true
	}
	return false
}
