package run

import (
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
