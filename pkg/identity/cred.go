package identity

import (
	"slices"

	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// cred is with what a process asks for files. A uid or gid that is not known makes answers that rest on it unknown.
type cred struct {
	uid, gid Fact[int64]
	groups   []int64
	// groupsUnknown is why there may be more groups; "" where there are not.
	groupsUnknown string
	caps          capset
	// used collects the capabilities without which a permission would not have been given.
	used capset
}

// superuser is the runtime before it becomes the container's user.
func superuser() *cred { return &cred{caps: allCaps} }

// access bits as in inode_permission.
const (
	mayExec  = 1
	mayWrite = 2
)

// may answers inode_permission of fs/namei.c for mode bits (POSIX ACLs are not in an image's layers): whether the process
// may do what mask says. The reason is why that is not known.
func (c *cred) may(e *rootfs.Entry, mask uint32) (ok bool, unknown string) {
	if ok, unknown = c.mode(e, mask); ok {
		return true, ""
	}
	need := c.override(e, mask)
	if need == 0 {
		return false, unknown
	}
	if unknown == "" {
		c.used |= need
	}
	return true, ""
}

// override is the capability that stands in for mode bits, 0 where the process has none.
func (c *cred) override(e *rootfs.Entry, mask uint32) capset {
	if e.Type == rootfs.Directory && mask&mayWrite == 0 && c.caps.has(dacReadSearch) {
		return dacReadSearch
	}
	if !c.caps.has(dacOverride) {
		return 0
	}
	// A file that nobody may execute is not executable for anybody.
	if mask&mayExec != 0 && e.Type != rootfs.Directory && e.Mode&0o111 == 0 {
		return 0
	}
	return dacOverride
}

// mode looks at the bits of the class that the process is in: owner before group before others.
func (c *cred) mode(e *rootfs.Entry, mask uint32) (ok bool, unknown string) {
	owner, group, others := e.Mode>>6&mask == mask, e.Mode>>3&mask == mask, e.Mode&mask == mask
	if !c.uid.Known() {
		if owner && group && others {
			return true, ""
		}
		return false, c.uid.Unknown
	}
	if c.uid.Value == e.UID {
		return owner, ""
	}
	switch in, why := c.inGroup(e.GID); {
	case in:
		return group, ""
	case why != "" && group != others:
		return false, why
	}
	return others, ""
}

func (c *cred) inGroup(gid int64) (in bool, unknown string) {
	switch {
	case c.gid.Known() && c.gid.Value == gid, slices.Contains(c.groups, gid):
		return true, ""
	case !c.gid.Known():
		return false, c.gid.Unknown
	}
	return false, c.groupsUnknown
}
