package run

import (
	"path"
	"strings"
)

// file runs a script of which the content is known, if a shell would run it; anything else may do anything.
func (x *machine) file(st *state, c *call, name arg) outcome {
	unknown := c.String() + " may do anything"
	if !name.known || x.depth > maxScripts {
		return x.opaque(st, *c, unknown)
	}
	text, ok := x.readFile(st, name.text)
	first, _, _ := strings.Cut(text, "\n")
	interpreter, isScript := strings.CutPrefix(first, "#!")
	fields := strings.Fields(strings.TrimPrefix(strings.TrimSpace(interpreter), "/usr/bin/env "))
	runsShell := isScript && len(fields) > 0 && isShell(path.Base(fields[0]))
	if !ok || c.name() != "sh" && !isShell(c.name()) && !runsShell || isShell(c.name()) && isScript && !runsShell {
		return x.opaque(st, *c, unknown)
	}
	errexit := isScript && len(fields) > 1 && strings.HasPrefix(fields[1], "-") && strings.Contains(fields[1], "e")
	return x.inner(st, c, text, [2]bool{errexit, false})
}

// maxScripts is how deep scripts may call one another.
const maxScripts = 20

func isShell(name string) bool {
	switch name {
	case "sh", "bash", "dash", "ash":
		return true
	}
	return false
}
