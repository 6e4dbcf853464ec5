package run

import (
	"github.com/hullcheck/hullcheck/pkg/dockerfile/accounts"
)

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
