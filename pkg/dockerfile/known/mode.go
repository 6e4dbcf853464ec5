package known

import (
	"io/fs"

	mode "github.com/tonistiigi/dchapes-mode"
)

// SymbolicMode applies a mode such as "u=rwX,go=rX" to permission bits, as COPY --chmod and chmod do (umask 0).
func SymbolicMode(symbolic string, old uint32, dir bool) (uint32, error) {
	set, err := mode.ParseWithUmask(symbolic, 0)
	if err != nil {
		return 0, err
	}
	m := fs.FileMode(old & 0o777)
	for _, b := range modeBits {
		if old&b.unix != 0 {
			m |= b.std
		}
	}
	if dir {
		m |= fs.ModeDir
	}
	m = set.Apply(m)
	out := uint32(m.Perm())
	for _, b := range modeBits {
		if m&b.std != 0 {
			out |= b.unix
		}
	}
	return out, nil
}

var modeBits = []struct {
	unix uint32
	std  fs.FileMode
}{{0o4000, fs.ModeSetuid}, {0o2000, fs.ModeSetgid}, {0o1000, fs.ModeSticky}}
