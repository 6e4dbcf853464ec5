package run

import (
	"github.com/hullcheck/hullcheck/pkg/dockerfile/accounts"
)

var useraddSyntax = syntaxOf{"b:c:d:De:f:Fg:G:k:K:lmMNop:rR:P:s:u:UZ:", map[string]byte{
	"base-dir": 'b', "comment": 'c', "home-dir": 'd', "home": 'd', "defaults": 'D', "expiredate": 'e', "inactive": 'f',
	"add-subids-for-system": 'F', "gid": 'g', "groups": 'G', "skel": 'k', "key": 'K', "no-log-init": 'l',
	"create-home": 'm', "no-create-home": 'M', "no-user-group": 'N', "non-unique": 'o', "password": 'p', "system": 'r',
	"root": 'R', "prefix": 'P', "shell": 's', "uid": 'u', "user-group": 'U', "selinux-user": 'Z',
}}

func useradd(x *machine, st *state, c *call) outcome {
	words, ok := c.texts()
	o, parsed := useraddSyntax.parse(words)
	uid, numeric := number(o.last('u'))
	if !ok || !parsed || !numeric || len(o.rest) != 1 || o.has('D') || o.has('R') || o.has('P') {
		return x.uncertain(st, c)
	}
	def := x.defaults(st)
	for _, k := range o.values['K'] {
		if def, ok = def.With(k); !ok {
			return x.uncertain(st, c)
		}
	}
	if b := o.last('b'); b != nil {
		def.HomeBase = *b
	}
	u := accounts.UserAdd{
		Name: o.rest[0], UID: uid, NonUnique: o.has('o'), Group: o.text('g'), Groups: o.list('G'),
		System: o.has('r'), NoUserGroup: o.has('N'), UserGroup: o.has('U'), Comment: o.text('c'),
		Home: o.text('d'), HasHome: o.has('d'), Shell: o.text('s'), HasShell: o.has('s'),
	}
	home := u.Home
	if !u.HasHome {
		home = def.HomeBase + "/" + u.Name
	}
	makes := o.has('m') || def.CreateHome && !o.has('M') && !o.has('r')
	return x.edit(st, c, func(d *accounts.DB) accounts.Result { return u.Add(d, def) }, func(st *state) {
		if makes || def.Unknown != "" && !o.has('M') {
			x.makeHome(st, u.Name, home, def.HomeMode, def.Unknown, true)
		}
	})
}

var groupaddSyntax = syntaxOf{"fg:K:op:rR:P:U:", map[string]byte{
	"force": 'f', "gid": 'g', "key": 'K', "non-unique": 'o', "password": 'p', "system": 'r', "root": 'R', "prefix": 'P',
	"users": 'U',
}}

func groupadd(x *machine, st *state, c *call) outcome {
	words, ok := c.texts()
	o, parsed := groupaddSyntax.parse(words)
	gid, numeric := number(o.last('g'))
	if !ok || !parsed || !numeric || len(o.rest) != 1 || o.has('R') || o.has('P') {
		return x.uncertain(st, c)
	}
	def := x.defaults(st)
	for _, k := range o.values['K'] {
		if def, ok = def.With(k); !ok {
			return x.uncertain(st, c)
		}
	}
	g := accounts.GroupAdd{
		Name: o.rest[0], GID: gid, NonUnique: o.has('o'), System: o.has('r'), Force: o.has('f'), Users: o.list('U'),
	}
	return x.edit(st, c, func(d *accounts.DB) accounts.Result { return g.Add(d, def) }, nil)
}
