package run

import (
	"strings"

	"github.com/hullcheck/hullcheck/pkg/dockerfile/accounts"
)

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
