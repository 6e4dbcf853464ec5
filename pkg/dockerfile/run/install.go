package run

import (
	"path"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// install is install -d for directories, and a copy with mode and owner otherwise.
func install(x *machine, st *state, c *call) outcome {
	flags, opts, rest := c.words("mogtS")
	mode, ok := opts['m']
	if !ok {
		mode = arg{text: "0755", known: true}
	}
	paths := rest
	if strings.Contains(flags, "d") {
		for _, a := range rest {
			t := x.target(st, a, true)
			if t.lost || t.below {
				return x.opaque(st, *c, c.String()+" cannot be followed")
			}
			if !t.hidden {
				x.makeDir(st, t.place.Path)
			}
		}
	} else {
		made, ok := x.installFiles(st, c, opts, rest, flags)
		if !ok {
			return x.opaque(st, *c, c.String()+" cannot be followed")
		}
		paths = made
	}
	x.installed(st, c, opts, paths, mode)
	return either(st)
}

// installFiles copies, and tells where to.
func (x *machine) installFiles(st *state, c *call, opts map[byte]arg, rest []arg, flags string) (made []arg, ok bool) {
	if to, given := opts['t']; given {
		rest = append(rest, arg{text: to.text + "/", known: to.known})
	}
	if len(rest) < 2 {
		return nil, false
	}
	dest := rest[len(rest)-1]
	to := x.target(st, dest, true)
	if to.lost || to.below {
		return nil, false
	}
	if strings.Contains(flags, "D") {
		x.makeDir(st, path.Dir(to.place.Path))
	}
	for _, from := range rest[:len(rest)-1] {
		at := to.place.Path
		if e := to.place.Answer.Entry; e != nil && e.Type == rootfs.Directory {
			at = clean(at + "/" + path.Base(from.text))
		}
		st.tree.Remove(x.s, at)
		if !x.copyOne(st, c, from, dest, false, false, len(rest) > 2) {
			return nil, false
		}
		made = append(made, arg{text: at, known: true})
	}
	return made, true
}

// installed sets mode and owner of what install made.
func (x *machine) installed(st *state, c *call, opts map[byte]arg, paths []arg, mode arg) {
	d := x.database(st, c)
	for _, a := range paths {
		t := x.target(st, a, true)
		if t.hidden || t.lost {
			continue
		}
		if o, ok := opts['o']; ok {
			uid, _ := ownerSpec(d, o.text)
			x.setOwner(st, t.place.Path, uid, nil)
		}
		if g, ok := opts['g']; ok {
			x.setOwner(st, t.place.Path, nil, groupID(d, g.text))
		}
		x.setMode(st, t.place.Path, mode)
	}
}
