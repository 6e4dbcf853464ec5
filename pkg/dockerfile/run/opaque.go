package run

import (
	"path"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/dockerfile/known"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// opaque is the outcome of something of which nothing is known: present files stay, absence becomes unknown.
func (x *machine) opaque(st *state, c call, what string) outcome {
	if st == nil {
		return outcome{}
	}
	x.touch(st, &c, known.AnyAccount)
	x.doubtFiles(st, what, known.AnyAccount)
	return either(st)
}

// doubtFiles notes that files may have been made, and accounts up to a level if the step's user can change them.
func (x *machine) doubtFiles(st *state, what string, level known.Accounts) {
	if x.powerless(st) {
		level = known.NoAccount
	}
	if level != known.NoAccount {
		x.traces(st, what)
	}
	st.tree.Doubt(known.Doubt{Because: x.because(what), Accounts: level})
}

// powerless tells whether the step's user certainly cannot change accounts: it is not root, and there is no sudo.
func (x *machine) powerless(st *state) bool {
	if x.step.UID.Unknown != "" || x.step.UID.UID == 0 {
		return false
	}
	for _, p := range []string{"/usr/bin/sudo", "/usr/bin/doas", "/bin/sudo", "/usr/local/bin/sudo"} {
		if a := st.tree.Resolve(x.s, p, true).Answer; a.Entry != nil || a.Unknown != "" {
			return false
		}
	}
	for _, p := range []string{"/etc/passwd", "/etc/group"} {
		e := st.tree.Look(x.s, p).Entry
		if e == nil || e.UID != 0 || e.Mode&0o022 != 0 {
			return false
		}
	}
	return true
}

// other is a program that is not followed.
func (x *machine) other(st *state, c *call) outcome {
	var words []string
	for _, a := range c.args[1:] {
		words = append(words, a.text)
	}
	kind, ok := x.effects.find(c.name(), words)
	if onlyPrints(c) {
		kind = nothing
	}
	switch {
	case !ok && strings.Contains(c.args[0].text, "/"):
		return x.file(st, c, c.args[0])
	case !ok:
		return x.opaque(st, *c, c.String()+" may do anything")
	case kind == nothing:
	case kind == packages:
		x.touch(st, c, known.NoAccount)
		x.doubtFiles(st, c.String()+" may add files and system accounts", known.SystemAccounts)
	default:
		x.touch(st, c, known.NoAccount)
		x.doubtFiles(st, c.String()+" may make files", known.NoAccount)
		x.results(st, c)
	}
	return either(st)
}

// onlyPrints tells whether a stream editor is called without the option that makes it change files.
func onlyPrints(c *call) bool {
	if n := c.name(); n != "sed" && n != "awk" && n != "gawk" && n != "mawk" {
		return false
	}
	for _, a := range c.args[1:] {
		letters := strings.TrimLeft(a.text, "-")
		if !a.known || letters != a.text && strings.Contains(letters, "i") {
			return false
		}
	}
	return true
}

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

// touch takes back what is known of the files that a command names: it may change them.
func (x *machine) touch(st *state, c *call, level known.Accounts) {
	for i, a := range c.args {
		if i == 0 {
			continue
		}
		text := a.text
		if j := strings.IndexByte(text, '='); j >= 0 && strings.HasPrefix(text, "-") {
			text = text[j+1:]
		}
		if text == "" || strings.HasPrefix(text, "-") || !st.cwd.known && text[0] != '/' || len(text) > 1024 {
			continue
		}
		x.touchPath(st, st.tree.Resolve(x.s, x.absolute(st, text), true), level)
	}
}

func (x *machine) touchPath(st *state, at known.Place, level known.Accounts) {
	if _, hidden := x.hidden(at.Path); hidden {
		return
	}
	why := x.because("a command that is given its name may change it")
	switch {
	case isAccountFile(at.Path) || level != known.NoAccount && (at.Path == "/etc" || at.Path == "/"):
		for _, p := range []string{"/etc/passwd", "/etc/group"} {
			if within(p, at.Path) && at.Answer.Entry != nil {
				st.tree.SetContent(x.s, p, known.Unreadable(why))
			}
		}
	case at.Answer.Entry != nil && at.Answer.Entry.Type == rootfs.Regular:
		st.tree.Blur(x.s, at.Path, why)
	}
}

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
