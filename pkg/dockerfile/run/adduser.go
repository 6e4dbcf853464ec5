package run

import (
	"github.com/hullcheck/hullcheck/pkg/dockerfile/accounts"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

func adduser(x *machine, st *state, c *call) outcome {
	if x.missing(st, c) {
		return x.fails(st, c.name()+" is not there")
	}
	switch x.flavour(st, c) {
	case debian:
		return x.debianAdduser(st, c, false)
	case busybox:
		return x.busyboxAdduser(st, c)
	case shadow:
		return useradd(x, st, c)
	case nobody:
	}
	return x.uncertain(st, c)
}

func addgroup(x *machine, st *state, c *call) outcome {
	if x.missing(st, c) {
		return x.fails(st, c.name()+" is not there")
	}
	switch x.flavour(st, c) {
	case debian:
		return x.debianAdduser(st, c, true)
	case busybox:
		return x.busyboxAddgroup(st, c)
	case shadow:
		return groupadd(x, st, c)
	case nobody:
	}
	return x.uncertain(st, c)
}

var busyboxAdduserSyntax = syntaxOf{"h:g:s:G:DSHu:k:", map[string]byte{
	"home": 'h', "gecos": 'g', "shell": 's', "ingroup": 'G', "disabled-password": 'D', "empty-password": 'D',
	"system": 'S', "no-create-home": 'H', "uid": 'u', "skel": 'k',
}}

func (x *machine) busyboxAdduser(st *state, c *call) outcome {
	words, ok := c.texts()
	o, parsed := busyboxAdduserSyntax.parse(words)
	uid, numeric := number(o.last('u'))
	if !ok || !parsed || !numeric || len(o.rest) == 0 || len(o.rest) > 2 {
		return x.uncertain(st, c)
	}
	if len(o.rest) == 2 {
		if len(o.flags) > 0 {
			return x.uncertain(st, c)
		}
		return x.edit(st, c, func(d *accounts.DB) accounts.Result { return d.Join(o.rest[0], o.rest[1]) }, nil)
	}
	u := accounts.BusyBoxUser{
		Name: o.rest[0], UID: uid, Group: o.text('G'), System: o.has('S'),
		Comment: o.last('g'), Home: o.last('h'), Shell: o.last('s'),
	}
	if v, set := c.variable(st, "SHELL"); set && u.Shell == nil && !u.System && v.text != "" {
		u.Shell = &v.text // libbb's get_shell_name
	}
	home := "/home/" + u.Name
	if u.Home != nil {
		home = *u.Home
	}
	out := x.edit(st, c, u.Add, func(st *state) {
		if !o.has('H') {
			x.busyboxHome(st, u.Name, home)
		}
	})
	if !o.has('D') && !o.has('S') && out.ok != nil {
		out.fail = x.join(out.fail, out.ok.fork()) // it asks for a password and may get none
	}
	return out
}

// busyboxHome makes a home directory as BusyBox does: an existing one is given to the user too, and it is setgid.
func (x *machine) busyboxHome(st *state, user, home string) {
	at := st.tree.Resolve(x.s, clean(home), true)
	if above := st.tree.Look(x.s, parent(at.Path)); above.Entry == nil && above.Unknown == "" {
		return // mkdir without -p: it says so, and succeeds
	}
	x.makeHome(st, user, home, 0o2755, "", true)
	at = st.tree.Resolve(x.s, clean(home), true)
	uid, gid, _ := x.database(st, &call{args: []arg{{text: "adduser", known: true}}}).User(user)
	if at.Path == "/" || at.Answer.Entry == nil {
		return
	}
	if uid.Unknown != "" || gid.Unknown != "" {
		st.tree.Blur(x.s, at.Path, x.because("its owner is not known"))
		return
	}
	st.tree.Amend(x.s, at.Path, func(e *rootfs.Entry) { e.UID, e.GID, e.Mode = uid.Value, gid.Value, 0o2755 })
}

func (x *machine) busyboxAddgroup(st *state, c *call) outcome {
	words, ok := c.texts()
	o, parsed := syntaxOf{"g:S", map[string]byte{"gid": 'g', "system": 'S'}}.parse(words)
	gid, numeric := number(o.last('g'))
	if !ok || !parsed || !numeric || len(o.rest) == 0 || len(o.rest) > 2 {
		return x.uncertain(st, c)
	}
	if len(o.rest) == 2 {
		return x.edit(st, c, func(d *accounts.DB) accounts.Result { return d.Join(o.rest[0], o.rest[1]) }, nil)
	}
	g := accounts.BusyBoxGroup{Name: o.rest[0], GID: gid, System: o.has('S')}
	return x.edit(st, c, g.Add, nil)
}
