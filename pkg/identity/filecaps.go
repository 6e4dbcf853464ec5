package identity

import "encoding/binary"

// fileCaps is a program's security.capability attribute as execve reads it (struct vfs_cap_data and
// get_vfs_caps_from_disk of security/commoncap.c).
type fileCaps struct {
	// present: the attribute counts; a revision 3 whose root is another user namespace's does not.
	present     bool
	permitted   capset
	inheritable capset
	// effective is the legacy bit: the program expects to hold its capabilities from the start.
	effective bool
}

// The revisions and sizes of include/uapi/linux/capability.h.
const (
	capRevisionMask = 0xFF000000
	capRevision1    = 0x01000000
	capRevision2    = 0x02000000
	capRevision3    = 0x03000000
	capEffective    = 0x000001
)

// parseFileCaps: ok is false where the kernel fails execve with EINVAL.
func parseFileCaps(raw []byte) (caps fileCaps, ok bool) {
	if len(raw) == 0 {
		return fileCaps{}, true
	}
	if len(raw) < 4 {
		return fileCaps{}, false
	}
	magic := binary.LittleEndian.Uint32(raw)
	words, size := 2, 0
	switch magic & capRevisionMask {
	case capRevision1:
		words, size = 1, 12
	case capRevision2:
		size = 20
	case capRevision3:
		size = 24
	}
	if len(raw) != size {
		return fileCaps{}, false
	}
	if size == 24 && binary.LittleEndian.Uint32(raw[20:]) != 0 {
		return fileCaps{}, true
	}
	caps = fileCaps{present: true, effective: magic&capEffective != 0}
	for i := range words {
		caps.permitted |= capset(binary.LittleEndian.Uint32(raw[4+8*i:])) << (32 * i)
		caps.inheritable |= capset(binary.LittleEndian.Uint32(raw[8+8*i:])) << (32 * i)
	}
	caps.permitted &= allCaps
	caps.inheritable &= allCaps
	return caps, true
}
