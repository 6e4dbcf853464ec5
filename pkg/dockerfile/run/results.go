package run

import (
	"path"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/dockerfile/known"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// results are the files that a compiler or a download says it writes: they are there afterwards, with content that is
// not known.
func (x *machine) results(st *state, c *call) {
	mode := uint32(0o666)
	var option string
	switch c.name() {
	case "go", "gcc", "g++", "cc", "c++", "clang", "clang++", "rustc", "ld":
		mode, option = 0o777, "-o"
	case "curl":
		option = "-o"
	case "wget":
		option = "-O"
	default:
		return
	}
	out := optionValue(c.args, option)
	if !out.known || out.text == "" || out.text == "-" || !st.cwd.known && out.text[0] != '/' || strings.HasSuffix(out.text, "/") {
		return
	}
	at := st.tree.Resolve(x.s, x.absolute(st, out.text), true)
	owner := x.ownerIn(st, path.Dir(at.Path))
	_, hidden := x.hidden(at.Path)
	if hidden || owner.Unknown != "" || at.Answer.Entry != nil || c.name() == "go" && len(c.args) > 1 && c.args[1].text != "build" {
		return
	}
	x.makeDir(st, path.Dir(at.Path)) // go makes it, the others fail where it is missing
	e := rootfs.Entry{Path: at.Path, Type: rootfs.Regular, Mode: mode &^ st.umask, UID: owner.UID, GID: owner.GID}
	content := known.Unreadable(x.because("its content is what " + c.name() + " makes"))
	st.tree.Put(x.s, e, &content)
}

// directory tells whether a path is a directory, or its parents' absence is known to come from this build alone.
func (x *machine) directory(st *state, p string) bool {
	a := st.tree.Look(x.s, p)
	return a.Entry != nil && a.Entry.Type == rootfs.Directory
}

// optionValue is the argument of a one-letter option, which may stand behind others: -fsSLo FILE, -oFILE.
func optionValue(args []arg, option string) arg {
	for i, a := range args {
		t := a.text
		if len(t) < 2 || t[0] != '-' || t[1] == '-' {
			continue
		}
		switch {
		case t == option || strings.HasSuffix(t, option[1:]) && isShortGroup(t):
			if i+1 < len(args) {
				return args[i+1]
			}
		case strings.HasPrefix(t, option):
			return arg{text: t[len(option):], known: a.known}
		}
	}
	return arg{}
}

// isShortGroup tells whether an argument is a group of curl's or wget's letters, such as -fsSLo.
func isShortGroup(t string) bool {
	return len(t) <= 6 && strings.Trim(t[1:], "fsSLkqOonvNc") == ""
}
