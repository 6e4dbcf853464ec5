package run

import (
	"strconv"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/dockerfile/known"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

func chmod(x *machine, st *state, c *call) outcome {
	flags, opts, rest := c.words("Z")
	_, reference := opts['Z']
	if len(rest) < 2 || reference {
		return x.opaque(st, *c, c.String()+" cannot be followed")
	}
	mode := rest[0]
	x.each(st, c, rest[1:], true, func(t target) {
		if special, _ := setsID(mode.text); special && mode.known {
			x.events = append(x.events, Event{c.String(), t.place.Path, Setuid})
		}
		switch {
		case strings.Contains(flags, "R") || t.below:
			if !x.chmodBelow(st, t, mode) {
				x.blurBelow(st, t.place.Path, x.because(c.String()+" changes modes"), false)
			}
			if !t.below {
				x.setMode(st, t.place.Path, mode)
			}
		default:
			x.setMode(st, t.place.Path, mode)
		}
	})
	return either(st)
}

// chmodBelow changes a whole directory where the result can be told for each entry.
func (x *machine) chmodBelow(st *state, t target, mode arg) bool {
	e := t.place.Answer.Entry
	if !mode.known || t.below || e == nil || e.Type != rootfs.Directory || within("/etc", t.place.Path) {
		return e != nil && e.Type != rootfs.Directory
	}
	if bits, err := strconv.ParseUint(mode.text, 8, 16); err == nil {
		m := uint32(bits)
		st.tree.Chmod(x.s, t.place.Path, &m, "")
		return true
	}
	symbolic := mode.text
	if implicitWho(symbolic) {
		if strings.ContainsAny(symbolic, "w=") || st.umask != 0o022 {
			return false
		}
		symbolic = "a" + strings.ReplaceAll(symbolic, ",", ",a")
	}
	if _, err := known.SymbolicMode(symbolic, 0, false); err != nil {
		return false
	}
	st.tree.Chmod(x.s, t.place.Path, nil, symbolic)
	return true
}

// setsID tells whether a mode given to chmod sets setuid or setgid.
func setsID(mode string) (sets, octal bool) {
	if m, err := strconv.ParseUint(mode, 8, 16); err == nil {
		return m&0o6000 != 0, true
	}
	for clause := range strings.SplitSeq(mode, ",") {
		i := strings.IndexAny(clause, "+=")
		if i < 0 {
			continue
		}
		who, what := clause[:i], clause[i:]
		if strings.Contains(what, "s") && (who == "" || strings.ContainsAny(who, "uga")) {
			return true, false
		}
	}
	return false, false
}

// setMode changes the mode of what is known to be at a path.
func (x *machine) setMode(st *state, path string, mode arg) {
	e := st.tree.Look(x.s, path).Entry
	if e == nil {
		return
	}
	bits, err := strconv.ParseUint(mode.text, 8, 16)
	m, ok := uint32(bits), mode.known
	if err != nil && ok {
		symbolic, err := known.SymbolicMode(mode.text, e.Mode, e.Type == rootfs.Directory)
		m, ok = symbolic, err == nil && !implicitWho(mode.text)
		if err == nil && !ok && st.umask == 0o022 {
			m, ok = x.masked(mode.text, e)
		}
	} else if e.Type == rootfs.Directory && len(strings.TrimLeft(mode.text, "0")) <= 3 {
		m |= e.Mode & 0o6000 // GNU chmod keeps them for a directory unless five digits are given
	}
	if !ok {
		st.tree.Blur(x.s, path, x.because("chmod gives it a mode that cannot be told"))
		return
	}
	st.tree.Amend(x.s, path, func(e *rootfs.Entry) { e.Mode = m & 0o7777 })
}

// implicitWho tells whether a symbolic mode leaves out whom it is for, in which case the umask counts.
func implicitWho(mode string) bool {
	for clause := range strings.SplitSeq(mode, ",") {
		if clause == "" || strings.ContainsRune("+-=", rune(clause[0])) {
			return true
		}
	}
	return false
}

// masked applies a mode without "who" under umask 022: +x is a+x, -w is u-w.
func (x *machine) masked(mode string, e *rootfs.Entry) (uint32, bool) {
	if strings.Contains(mode, "w") || strings.Contains(mode, "=") {
		return 0, false
	}
	m, err := known.SymbolicMode("a"+strings.ReplaceAll(mode, ",", ",a"), e.Mode, e.Type == rootfs.Directory)
	return m, err == nil
}

func setcap(x *machine, st *state, c *call) outcome {
	_, _, rest := c.words("n")
	for i := 1; i < len(rest); i += 2 {
		t := x.target(st, rest[i], true)
		x.events = append(x.events, Event{c.String(), t.place.Path, Capability})
	}
	return x.other(st, c)
}
