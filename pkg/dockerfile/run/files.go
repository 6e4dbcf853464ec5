package run

import (
	"path"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/dockerfile/known"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// fileCommands are the programs that change files and are followed.
func fileCommands() map[string]command {
	return map[string]command{
		"mkdir": mkdir, "touch": touch, "rm": remove, "rmdir": remove, "unlink": remove,
		"chmod": chmod, "chown": chown, "chgrp": chgrp, "ln": link, "cp": copyFiles, "mv": move, "install": install,
		"setcap": setcap, "tar": unpack, "unzip": unpack, "bsdtar": unpack, "cpio": unpack, "rsync": unpack, "find": find,
	}
}

// target is a path that a command names.
type target struct {
	place  known.Place
	hidden bool
	// below: the command names what a pattern matches below the place.
	below bool
	// lost: the name is not known at all.
	lost bool
}

// target resolves an argument; last: a link at its end is followed.
func (x *machine) target(st *state, a arg, last bool) target {
	text := a.text
	if !a.known {
		i := strings.LastIndexByte(text, '/')
		if !a.glob || i < 0 && !st.cwd.known {
			return target{lost: true}
		}
		text = text[:i+1]
		if text == "" {
			text = "."
		}
	}
	if !strings.HasPrefix(text, "/") && !st.cwd.known {
		return target{lost: true}
	}
	at := st.tree.Resolve(x.s, x.absolute(st, text), last || !a.known)
	_, hidden := x.hidden(at.Path)
	return target{place: at, hidden: hidden, below: !a.known}
}

// each runs a change of the files that arguments name. Where a name is not known, the change may concern any file.
func (x *machine) each(st *state, c *call, args []arg, follow bool, change func(target)) {
	for _, a := range args {
		t := x.target(st, a, follow)
		switch {
		case t.lost:
			x.doubtFiles(st, c.String()+" names files that are not known", known.NoAccount)
		case !t.hidden:
			change(t)
		}
	}
}

// blurBelow takes back what is known of the names in a directory; passwd and group keep their content, since what makes
// this necessary changes modes and owners, or names given by a pattern.
func (x *machine) blurBelow(st *state, dir, because string, contents bool) {
	type file struct {
		path string
		c    known.Content
	}
	var keep []file
	for _, p := range []string{"/etc/passwd", "/etc/group"} {
		if c, ok := st.tree.Content(x.s, p); ok && within(p, dir) && !contents {
			keep = append(keep, file{p, c})
		}
	}
	st.tree.BlurBelow(x.s, dir, because)
	for _, f := range keep {
		st.tree.Put(x.s, rootfs.Entry{Path: f.path, Type: rootfs.Regular, Mode: 0o644}, &f.c)
	}
}

// words splits the arguments behind a command into options and others. values are the letters that take a value.
func (c *call) words(values string) (flags string, opts map[byte]arg, rest []arg) {
	opts = map[byte]arg{}
	for i := 1; i < len(c.args); i++ {
		a := c.args[i]
		t := a.text
		switch {
		case t == "--" && a.known:
			return flags, opts, append(rest, c.args[i+1:]...)
		case strings.HasPrefix(t, "--"):
			name, v, given := strings.Cut(t[2:], "=")
			letter := longFile[name]
			if given {
				opts[letter] = arg{text: v, known: a.known}
			} else if strings.IndexByte(values, letter) >= 0 && letter != 0 && i+1 < len(c.args) {
				i++
				opts[letter] = c.args[i]
			}
			flags += string(letter)
		case len(t) > 1 && t[0] == '-' && !modeLike(c, t):
			for j := 1; j < len(t); j++ {
				flags += t[j : j+1]
				if strings.IndexByte(values, t[j]) < 0 {
					continue
				}
				if j+1 < len(t) {
					opts[t[j]] = arg{text: t[j+1:], known: a.known}
				} else if i+1 < len(c.args) {
					i++
					opts[t[j]] = c.args[i]
				}
				break
			}
		default:
			rest = append(rest, a)
		}
	}
	return flags, opts, rest
}

// modeLike tells whether an argument is a mode such as -x of "chmod -x file".
func modeLike(c *call, t string) bool {
	return c.name() == "chmod" && strings.Trim(t[1:], "rwxXst,=+-ugoa") == "" && t != "-R"
}

var longFile = map[string]byte{
	"parents": 'p', "mode": 'm', "recursive": 'R', "force": 'f', "reference": 'Z', "directory": 'd', "owner": 'o',
	"group": 'g', "target-directory": 't', "no-target-directory": 'T', "symbolic": 's', "archive": 'a', "from": 'F',
	"no-dereference": 'h', "preserve": 'P', "no-create": 'c',
}

func mkdir(x *machine, st *state, c *call) outcome {
	flags, opts, rest := c.words("mZ")
	before, sure := st.fork(), strings.Contains(flags, "p") && x.step.UID.Unknown == "" && x.step.UID.UID == 0
	x.each(st, c, rest, true, func(t target) {
		if t.below {
			sure = false
			return
		}
		existed := t.place.Answer.Entry != nil
		x.makeDir(st, t.place.Path)
		if m, ok := opts['m']; ok && (!existed || !strings.Contains(flags, "p")) {
			x.setMode(st, t.place.Path, m)
		}
	})
	if sure {
		return succeed(st)
	}
	return outcome{ok: st, fail: before}
}

// makeDir makes a directory and its parents as mkdir -p does.
func (x *machine) makeDir(st *state, p string) {
	missing := st.tree.Missing(x.s, p)
	if missing == "" {
		return
	}
	owner := x.ownerIn(st, parent(missing))
	st.tree.Mkdir(x.s, rootfs.Entry{
		Path: p, Type: rootfs.Directory, Mode: 0o777 &^ st.umask, UID: owner.UID, GID: owner.GID,
	})
	if owner.Unknown != "" {
		st.tree.Blur(x.s, missing, x.because("its owner is not known: "+owner.Unknown))
	}
}

func touch(x *machine, st *state, c *call) outcome {
	flags, _, rest := c.words("drtZ")
	x.each(st, c, rest, true, func(t target) {
		if !t.below && t.place.Answer.Entry == nil && !strings.Contains(flags, "c") {
			if t.place.Answer.Unknown == "" {
				x.create(st, t.place.Path, known.Content{})
			} else if isAccountFile(t.place.Path) {
				x.create(st, t.place.Path, known.Unreadable(t.place.Answer.Unknown))
			}
		}
	})
	return either(st)
}

func remove(x *machine, st *state, c *call) outcome {
	flags, _, rest := c.words("")
	before := st.fork()
	x.each(st, c, rest, false, func(t target) {
		if t.below {
			x.blurBelow(st, t.place.Path, x.because(c.String()+" removes what its pattern matches"), true)
			return
		}
		st.tree.Remove(x.s, t.place.Path)
	})
	if strings.Contains(flags, "f") && c.name() == "rm" {
		return succeed(st)
	}
	return outcome{ok: st, fail: before}
}

func link(x *machine, st *state, c *call) outcome {
	flags, opts, rest := c.words("t")
	if to, ok := opts['t']; ok {
		rest = append(rest, to)
	}
	if len(rest) == 1 {
		rest = append(rest, arg{text: ".", known: true})
	}
	if len(rest) < 2 {
		return either(st)
	}
	dest := rest[len(rest)-1]
	for _, from := range rest[:len(rest)-1] {
		t := x.target(st, dest, !strings.Contains(flags, "n") && !strings.Contains(flags, "T"))
		if t.lost || t.below || !from.known {
			return x.opaque(st, *c, c.String()+" cannot be followed")
		}
		at := t.place
		if e := at.Answer.Entry; e != nil && e.Type == rootfs.Directory && !strings.Contains(flags, "T") {
			at = st.tree.Resolve(x.s, at.Path+"/"+path.Base(from.text), false)
		}
		x.putLink(st, at, from, flags)
	}
	return either(st)
}

func (x *machine) putLink(st *state, at known.Place, from arg, flags string) {
	owner := x.ownerIn(st, parent(at.Path))
	if _, hidden := x.hidden(at.Path); hidden {
		return
	}
	if !strings.Contains(flags, "s") || strings.Contains(flags, "r") || owner.Unknown != "" ||
		at.Answer.Entry == nil && at.Answer.Unknown != "" {
		if isAccountFile(at.Path) {
			x.create(st, at.Path, known.Unreadable(x.because("it is a link")))
		}
		st.tree.Blur(x.s, at.Path, x.because("a link is made in its place"))
		return
	}
	st.tree.Put(x.s, rootfs.Entry{
		Path: at.Path, Type: rootfs.Symlink, Mode: 0o777, UID: owner.UID, GID: owner.GID, Link: from.text,
	}, nil)
}
