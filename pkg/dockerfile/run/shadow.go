package run

import (
	"strings"

	"github.com/hullcheck/hullcheck/pkg/dockerfile/accounts"
	"github.com/hullcheck/hullcheck/pkg/dockerfile/known"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
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

// makeHome makes a home directory unless it is there, and copies /etc/skel into it.
func (x *machine) makeHome(st *state, user, home string, mode uint32, unknown string, skeleton bool) {
	at := st.tree.Resolve(x.s, clean(home), true)
	if _, hidden := x.hidden(at.Path); hidden || at.Answer.Entry != nil {
		return
	}
	uid, gid, _ := x.database(st, &call{args: []arg{{text: "useradd", known: true}}}).User(user)
	for _, reason := range []string{unknown, uid.Unknown, gid.Unknown, st.tree.Uncertain(x.s, at.Path)} {
		if reason != "" {
			st.tree.Mkdir(x.s, rootfs.Entry{Path: parent(at.Path), Type: rootfs.Directory, Mode: 0o755})
			st.tree.Blur(x.s, at.Path, x.because("of a home directory that it may make, "+reason))
			return
		}
	}
	st.tree.Mkdir(x.s, rootfs.Entry{Path: parent(at.Path), Type: rootfs.Directory, Mode: 0o755})
	st.tree.Mkdir(x.s, rootfs.Entry{Path: at.Path, Type: rootfs.Directory, Mode: mode, UID: uid.Value, GID: gid.Value})
	if skeleton && st.tree.Look(x.s, "/etc/skel").Entry != nil {
		st.tree.Copy(x.s, known.Copy{
			From: st.tree.Fork(), Source: "/etc/skel", Name: "skel", Dest: at.Path, Contents: true,
			As: known.Transform{Owner: &known.Owner{UID: uid.Value, GID: gid.Value}}, Because: x.because("copy of /etc/skel"),
		})
	}
}

func parent(p string) string { return clean(p + "/..") }

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

var usermodSyntax = syntaxOf{"abc:d:e:f:g:G:l:Lmop:rR:P:s:u:Uv:V:w:W:Z:", map[string]byte{
	"append": 'a', "badname": 'b', "comment": 'c', "home": 'd', "expiredate": 'e', "inactive": 'f', "gid": 'g',
	"groups": 'G', "login": 'l', "lock": 'L', "move-home": 'm', "non-unique": 'o', "password": 'p', "remove": 'r',
	"root": 'R', "prefix": 'P', "shell": 's', "uid": 'u', "unlock": 'U',
}}

func usermod(x *machine, st *state, c *call) outcome {
	words, ok := c.texts()
	o, parsed := usermodSyntax.parse(words)
	uid, numeric := number(o.last('u'))
	if !ok || !parsed || !numeric || len(o.rest) != 1 || o.has('R') || o.has('P') || o.has('r') {
		return x.uncertain(st, c)
	}
	u := accounts.UserMod{
		Name: o.rest[0], UID: uid, NonUnique: o.has('o'), Group: o.last('g'), Comment: o.last('c'), Home: o.last('d'),
		Shell: o.last('s'), NewName: o.last('l'), Groups: o.list('G'), Append: o.has('a'),
	}
	home, homeKnown := x.database(st, c).Home(u.Name)
	return x.edit(st, c, u.Change, func(st *state) {
		if u.UID != nil || u.Group != nil || o.has('m') {
			x.moved(st, home, homeKnown, o.has('m'))
		}
	})
}

// moved takes back what is known of a home directory whose files change owner or place.
func (x *machine) moved(st *state, home string, known, removed bool) {
	if !known {
		return
	}
	at := st.tree.Resolve(x.s, clean(home), true)
	if at.Path == "/" || at.Answer.Entry == nil && at.Answer.Unknown == "" {
		return
	}
	if removed {
		st.tree.Remove(x.s, at.Path)
		return
	}
	st.tree.Blur(x.s, at.Path, x.because("usermod gives it to another user"))
}

var groupmodSyntax = syntaxOf{"aog:n:p:R:P:U:", map[string]byte{
	"append": 'a', "gid": 'g', "new-name": 'n', "non-unique": 'o', "password": 'p', "root": 'R', "prefix": 'P', "users": 'U',
}}

func groupmod(x *machine, st *state, c *call) outcome {
	words, ok := c.texts()
	o, parsed := groupmodSyntax.parse(words)
	gid, numeric := number(o.last('g'))
	if !ok || !parsed || !numeric || len(o.rest) != 1 || o.has('R') || o.has('P') || o.has('U') {
		return x.uncertain(st, c)
	}
	g := accounts.GroupMod{Name: o.rest[0], GID: gid, NonUnique: o.has('o'), NewName: o.last('n')}
	return x.edit(st, c, g.Change, nil)
}

var userdelSyntax = syntaxOf{"frR:P:Z", map[string]byte{"force": 'f', "remove": 'r', "root": 'R', "prefix": 'P'}}

func userdel(x *machine, st *state, c *call) outcome {
	words, ok := c.texts()
	o, parsed := userdelSyntax.parse(words)
	if !ok || !parsed || len(o.rest) != 1 || o.has('R') || o.has('P') {
		return x.uncertain(st, c)
	}
	return x.deleteUser(st, c, o.rest[0], o.has('r'))
}

func (x *machine) deleteUser(st *state, c *call, name string, files bool) outcome {
	home, homeKnown := x.database(st, c).Home(name)
	def := x.defaults(st)
	return x.edit(st, c, func(d *accounts.DB) accounts.Result { return d.DeleteUser(name, def) }, func(st *state) {
		if files && homeKnown && strings.Count(clean(home), "/") > 1 {
			st.tree.Remove(x.s, clean(home))
		}
	})
}

func groupdel(x *machine, st *state, c *call) outcome {
	words, ok := c.texts()
	o, parsed := syntaxOf{"fR:P:", map[string]byte{"force": 'f'}}.parse(words)
	if !ok || !parsed || len(o.rest) != 1 || o.has('R') || o.has('P') || o.has('f') {
		return x.uncertain(st, c)
	}
	return x.edit(st, c, func(d *accounts.DB) accounts.Result { return d.DeleteGroup(o.rest[0]) }, nil)
}

// gpasswd is followed for -a and -d: a member is added to or taken out of a group.
func gpasswd(x *machine, st *state, c *call) outcome {
	words, ok := c.texts()
	o, parsed := syntaxOf{"a:d:", map[string]byte{"add": 'a', "delete": 'd'}}.parse(words)
	if !ok || !parsed || len(o.rest) != 1 || o.has('a') == o.has('d') {
		return x.uncertain(st, c)
	}
	return x.edit(st, c, func(d *accounts.DB) accounts.Result {
		if o.has('a') {
			return d.Join(o.text('a'), o.rest[0])
		}
		return d.Leave(o.text('d'), o.rest[0])
	}, nil)
}

func chsh(x *machine, st *state, c *call) outcome {
	words, ok := c.texts()
	o, parsed := syntaxOf{"s:", map[string]byte{"shell": 's'}}.parse(words)
	if !ok || !parsed || len(o.rest) > 1 || !o.has('s') {
		return x.uncertain(st, c)
	}
	u := accounts.UserMod{Name: "root", Shell: o.last('s')}
	if len(o.rest) == 1 {
		u.Name = o.rest[0]
	}
	return x.edit(st, c, u.Change, nil)
}
