package run

import (
	"github.com/hullcheck/hullcheck/pkg/dockerfile/accounts"
)

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
		Answered: c.piped || c.input != nil,
		Home:     o.last('h'), Shell: o.last('S'), Comment: o.last('c'), DisabledLogin: o.has('l'),
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
