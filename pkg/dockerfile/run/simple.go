package run

import (
	"path"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// call is one simple command with its arguments expanded.
type call struct {
	args []arg // args[0] is the command
	// input is what it reads on standard input, output what it writes to standard output; nil where not known.
	input, output *string
	// piped tells that its standard input is a pipe or a document; else it is at its end at once.
	piped bool
	vars  map[string]value // assignments before the command
}

// name is the command's name without directory, "" where it is not known.
func (c *call) name() string {
	if len(c.args) == 0 || !c.args[0].known {
		return ""
	}
	return path.Base(c.args[0].text)
}

func (c *call) String() string {
	words := make([]string, len(c.args))
	for i, a := range c.args {
		words[i] = a.text
		if !a.known {
			words[i] += "…"
		}
	}
	s := strings.Join(words, " ")
	if len(s) > 80 {
		return strings.ToValidUTF8(s[:80], "") + "…"
	}
	return s
}

// simple runs assignments and a command.
func (x *machine) simple(st *state, c *syntax.CallExpr, io *call) outcome {
	substituted := x.substitutions(st, c)
	assigned := map[string]value{}
	for _, a := range c.Assigns {
		v := x.literal(st, a.Value)
		if a.Array != nil || a.Index != nil || a.Append && !st.vars[a.Name.Value].known {
			v = value{}
		} else if a.Append {
			v.text = st.vars[a.Name.Value].text + v.text
		}
		assigned[a.Name.Value] = v
	}
	if len(c.Args) == 0 {
		for name, v := range assigned {
			st.vars[name] = v
		}
		if substituted {
			return either(st) // the status is that of the substitution
		}
		return succeed(st)
	}
	io.args, io.vars = x.fields(st, c.Args), assigned
	if len(io.args) == 0 {
		return succeed(st)
	}
	return x.call(st, *io, io)
}

// substitutions runs the commands of $(…) and <(…) for what they do to files.
func (x *machine) substitutions(st *state, n syntax.Node) bool {
	found := false
	syntax.Walk(n, func(n syntax.Node) bool {
		var stmts []*syntax.Stmt
		switch n := n.(type) {
		case *syntax.CmdSubst:
			stmts = n.Stmts
		case *syntax.ProcSubst:
			stmts = n.Stmts
		default:
			return true
		}
		found = true
		if after := x.after(x.subshell(st, func(st *state) outcome { return x.list(st, stmts, true) })); after != nil {
			st.tree = after.tree
		}
		return false
	})
	return found
}

// call runs a command whose words are expanded. io, if given, takes its output.
func (x *machine) call(st *state, c call, io ...*call) outcome {
	name := c.name()
	if x.depth++; x.depth > maxDepth {
		x.depth--
		return x.opaque(st, c, "commands nested too deep may do anything")
	}
	defer func() { x.depth-- }()
	if name == "" || x.functions[name] {
		return x.opaque(st, c, c.String()+" may do anything")
	}
	if f, ok := commands[name]; ok {
		out := f(x, st, &c)
		if len(io) > 0 {
			io[0].output = c.output
		}
		return out
	}
	return x.other(st, &c)
}

// command is what follows one program. It may change st; where it may fail after it changed nothing, it forks before.
type command func(x *machine, st *state, c *call) outcome

// commands are the programs and builtins that are followed.
var commands map[string]command

func init() { //nolint:gochecknoinits // the table's functions run commands, so that it cannot initialise itself
	commands = map[string]command{}
	for _, set := range []map[string]command{builtins(), accountCommands(), fileCommands(), wrappers(), questions()} {
		for name, f := range set {
			commands[name] = f
		}
	}
}
