package run

import (
	"path"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/dockerfile/known"
)

// unpack is tar and its like: files below a directory. Where that may hold /etc, accounts may be replaced.
func unpack(x *machine, st *state, c *call) outcome {
	dir := value{st.cwd.text, st.cwd.known}
	for i, a := range c.args {
		switch {
		case (a.text == "-C" || a.text == "-d" || a.text == "--directory") && i+1 < len(c.args):
			dir = value{c.args[i+1].text, c.args[i+1].known}
		case strings.HasPrefix(a.text, "--directory="):
			dir = value{a.text[len("--directory="):], a.known}
		case strings.HasPrefix(a.text, "-C") && len(a.text) > 2:
			dir = value{a.text[2:], a.known}
		}
	}
	if c.name() == "rsync" && len(c.args) > 2 {
		last := c.args[len(c.args)-1]
		dir = value{last.text, last.known}
	}
	at := known.Place{Path: "/"}
	if dir.known && (st.cwd.known || strings.HasPrefix(dir.text, "/")) {
		at = st.tree.Resolve(x.s, x.absolute(st, dir.text), true)
	}
	if _, hidden := x.hidden(at.Path); hidden {
		return either(st)
	}
	x.touch(st, c, known.NoAccount)
	for _, p := range []string{"/etc/passwd", "/etc/group"} {
		if within(p, at.Path) && st.tree.Look(x.s, p).Entry != nil {
			st.tree.SetContent(x.s, p, known.Unreadable(x.because(c.String()+" may replace it")))
		}
	}
	level := known.NoAccount
	if at.Path == "/" || within(at.Path, "/etc") {
		level = known.AnyAccount
	}
	x.doubtFiles(st, c.String()+" may make files", level)
	return either(st)
}

// find looks, unless it is told to delete or to run something.
func find(x *machine, st *state, c *call) outcome {
	acts := false
	var starts []arg
	expression := false
	for _, a := range c.args[1:] {
		expression = expression || strings.HasPrefix(a.text, "-") || a.text == "(" || a.text == "!"
		if !expression {
			starts = append(starts, a)
		}
		switch a.text {
		case "-exec", "-execdir", "-ok", "-delete", "-fprint", "-fprintf":
			acts = true
		}
		acts = acts || !a.known && !a.glob
	}
	if !acts {
		return either(st)
	}
	if len(starts) == 0 {
		starts = []arg{{text: ".", known: true}}
	}
	harmless := runsOnly(c, "chmod", "chown", "chgrp", "rm", "strip", "touch", "ls", "cat", "grep", "sed", "gzip")
	x.each(st, c, starts, true, func(t target) {
		x.blurBelow(st, t.place.Path, x.because(c.String()+" changes what it finds"), !harmless)
	})
	if !harmless {
		return x.opaque(st, *c, c.String()+" may do anything")
	}
	x.doubtFiles(st, c.String()+" may make files", known.NoAccount)
	return either(st)
}

// runsOnly tells whether every program that a find runs is one of those named, and none is a deletion by content.
func runsOnly(c *call, names ...string) bool {
	for i, a := range c.args {
		if !strings.HasPrefix(a.text, "-exec") {
			continue
		}
		found := false
		for _, n := range names {
			found = found || i+1 < len(c.args) && path.Base(c.args[i+1].text) == n
		}
		if !found {
			return false
		}
	}
	return true
}
