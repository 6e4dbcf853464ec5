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

// Letters without a short option are those that Debian's adduser does not use: its options are long.
var debianSyntax = syntaxOf{"qu:g:i:h:HGsS:c:plnfB:C:t:k:a", map[string]byte{
	"quiet": 'q', "uid": 'u', "gid": 'g', "ingroup": 'i', "home": 'h', "no-create-home": 'H', "group": 'G', "system": 's',
	"shell": 'S', "gecos": 'c', "comment": 'c', "disabled-password": 'p', "disabled-login": 'l', "force-badname": 'n',
	"allow-bad-names": 'n', "allow-all-names": 'n', "allow-badname": 'n', "verbose": 'q',
	"firstuid": 'B', "lastuid": 'B', "firstgid": 'B', "lastgid": 'B', "conf": 'C', "add_extra_groups": 'a', "add-extra-groups": 'a',
}}

func (x *machine) debianAdduser(st *state, c *call, group bool) outcome {
	words, ok := c.texts()
	o, parsed := debianSyntax.parse(words)
	uid, numeric := number(o.last('u'))
	gid, numericGroup := number(o.last('g'))
	if !ok || !parsed || !numeric || !numericGroup || len(o.rest) == 0 || len(o.rest) > 2 || o.has('B') || o.has('C') || o.has('a') {
		return x.uncertain(st, c)
	}
	conf, def := x.debianSettings(st, c), x.defaults(st)
	switch {
	case len(o.rest) == 2:
		return x.edit(st, c, func(d *accounts.DB) accounts.Result {
			r := d.Join(o.rest[0], o.rest[1])
			return r
		}, nil)
	case group || o.has('G') && !o.has('s'):
		g := accounts.DebianGroup{Name: o.rest[0], GID: gid, System: o.has('s')}
		return x.edit(st, c, func(d *accounts.DB) accounts.Result { return g.Add(d, conf, def) }, nil)
	}
	u := accounts.DebianUser{
		Name: o.rest[0], System: o.has('s'), UID: uid, Group: o.text('i'), OwnGroup: o.has('G'),
		Home: o.last('h'), Shell: o.last('S'), Comment: o.last('c'), DisabledLogin: o.has('l'),
	}
	if gid != nil {
		u.Group, u.GroupByID = o.text('g'), true
	}
	return x.debianUser(st, c, u, conf, def, o)
}

func (x *machine) debianUser(st *state, c *call, u accounts.DebianUser, conf accounts.Debian, def accounts.Defaults, o options) outcome {
	existing := false
	out := x.edit(st, c, func(d *accounts.DB) (r accounts.Result) {
		r, existing = u.Add(d, conf, def)
		return r
	}, func(st *state) {
		mode := conf.HomeMode
		if u.System {
			mode = conf.SystemHomeMode
		}
		home, ok := x.database(st, c).Home(u.Name)
		if ok && !existing && !o.has('H') && !noHome(home) {
			x.makeHome(st, u.Name, home, mode, conf.Unknown, !u.System)
		}
	})
	if !u.System && !o.has('p') && !o.has('l') && out.ok != nil {
		out.fail = x.join(out.fail, out.ok.fork()) // it asks for a password and may get none
	}
	return out
}

// noHome tells whether adduser takes a home directory for one that is not to be made.
func noHome(home string) bool {
	return clean(home) == "/nonexistent" || within(clean(home), "/nonexistent")
}

// debianSettings reads adduser.conf, and the program for its version.
func (x *machine) debianSettings(st *state, c *call) accounts.Debian {
	conf, ok := st.tree.Content(x.s, "/etc/adduser.conf")
	complete := !ok && st.tree.Look(x.s, "/etc/adduser.conf").Unknown == "" || ok && conf.Complete()
	program, ok := st.tree.Content(x.s, st.tree.Resolve(x.s, "/usr/sbin/adduser", true).Path)
	d := accounts.ParseDebian(conf.Data, program.Data)
	if !complete || !ok || !program.Complete() {
		d.Unknown = "the settings of " + c.name() + " are not known"
	}
	return d
}

func deluser(x *machine, st *state, c *call) outcome {
	words, ok := c.texts()
	if x.missing(st, c) {
		return x.fails(st, c.name()+" is not there")
	}
	flavour := x.flavour(st, c)
	o, parsed := syntaxOf{"qrsGf", map[string]byte{
		"quiet": 'q', "remove-home": 'r', "system": 's', "group": 'G', "force": 'f',
	}}.parse(words)
	if !ok || !parsed || flavour == nobody || len(o.rest) == 0 || len(o.rest) > 2 || o.has('G') || o.has('s') {
		return x.uncertain(st, c)
	}
	if len(o.rest) == 2 && flavour == busybox {
		return x.fails(st, "deluser of BusyBox takes one name")
	}
	if len(o.rest) == 2 {
		return x.edit(st, c, func(d *accounts.DB) accounts.Result { return d.Leave(o.rest[0], o.rest[1]) }, nil)
	}
	if flavour == busybox {
		return x.edit(st, c, func(d *accounts.DB) accounts.Result { return d.BusyBoxDelete(o.rest[0]) }, nil)
	}
	return x.deleteUser(st, c, o.rest[0], o.has('r'))
}

func delgroup(x *machine, st *state, c *call) outcome {
	words, ok := c.texts()
	flavour := x.flavour(st, c)
	o, parsed := syntaxOf{"q", map[string]byte{"quiet": 'q'}}.parse(words)
	if !ok || !parsed || flavour == nobody || len(o.rest) == 0 || len(o.rest) > 2 {
		return x.uncertain(st, c)
	}
	return x.edit(st, c, func(d *accounts.DB) accounts.Result {
		if len(o.rest) == 2 {
			return d.Leave(o.rest[0], o.rest[1])
		}
		return d.DeleteGroup(o.rest[0])
	}, nil)
}
