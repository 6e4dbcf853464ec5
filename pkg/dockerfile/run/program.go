package run

import (
	"path"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/dockerfile/known"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// program is where a command is found: in a directory of PATH.
func (x *machine) program(st *state, c *call) known.Place {
	name := c.args[0].text
	if strings.Contains(name, "/") {
		return st.tree.Resolve(x.s, x.absolute(st, name), true)
	}
	dirs := "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
	if v, ok := st.vars["PATH"]; ok && v.known {
		dirs = v.text
	}
	var uncertain known.Place
	for dir := range strings.SplitSeq(dirs, ":") {
		at := st.tree.Resolve(x.s, dir+"/"+name, true)
		switch e := at.Answer.Entry; {
		case e != nil && e.Type == rootfs.Regular:
			return at
		case e == nil && at.Answer.Unknown != "" && uncertain.Path == "":
			uncertain = at // an earlier command may have made one; the image's own is still the likely one
		}
	}
	return uncertain
}

func (x *machine) missing(st *state, c *call) bool { return x.program(st, c) == known.Place{} }

func (x *machine) present(st *state, c *call) bool { return x.program(st, c).Answer.Entry != nil }

// flavour is whose adduser, addgroup, deluser or delgroup a command is.
type flavour string

const (
	debian  flavour = "debian"
	busybox flavour = "busybox"
	shadow  flavour = "shadow" // a link to useradd: Fedora and its kin
	nobody  flavour = ""
)

// flavour looks at the program itself; where it cannot be seen, options that only one knows decide.
func (x *machine) flavour(st *state, c *call) flavour {
	at := x.program(st, c)
	if at.Answer.Entry == nil {
		return guess(c)
	}
	switch path.Base(at.Path) {
	case "busybox":
		return busybox
	case "useradd", "groupadd", "userdel", "groupdel":
		return shadow
	}
	if p := at.Answer.Entry.Program; p != nil && p.Format == rootfs.Script && strings.Contains(p.Interpreter, "perl") {
		return debian
	}
	if text, ok := st.tree.Content(x.s, at.Path); ok && strings.HasPrefix(string(text.Data), "#!") {
		return debian
	}
	if b := st.tree.Resolve(x.s, "/bin/busybox", true).Answer.Entry; b != nil && b.Size == at.Answer.Entry.Size {
		return busybox // a hard link
	}
	return nobody
}

// guess tells the flavour of a call by its options: BusyBox's -D, -S, -H, -G and -h, and Debian's long ones that BusyBox
// does not have.
func guess(c *call) flavour {
	long := map[string]bool{
		"--disabled-login": true, "--quiet": true, "--group": true, "--comment": true, "--allow-bad-names": true,
		"--force-badname": true, "--add_extra_groups": true, "--firstuid": true, "--remove-home": true,
	}
	for _, a := range c.args[1:] {
		name, _, _ := strings.Cut(a.text, "=")
		switch {
		case long[name]:
			return debian
		case len(name) > 1 && name[0] == '-' && name[1] != '-' && strings.ContainsAny(name, "DSHGh"):
			return busybox
		}
	}
	return nobody
}
