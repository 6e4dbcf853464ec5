package run

import (
	"github.com/hullcheck/hullcheck/pkg/dockerfile/accounts"
)

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
