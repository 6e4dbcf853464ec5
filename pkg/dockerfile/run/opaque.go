package run

import (
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
