package identity

import "github.com/hullcheck/hullcheck/pkg/image/rootfs"

// powers are a process's user, group and capabilities, before or after execve.
type powers struct {
	uid, euid, gid, egid           int64
	bounding, permitted, effective capset
}

// afterExec is what execve of a file makes of the powers: bprm_fill_uid of fs/exec.c and cap_bprm_creds_from_file of
// security/commoncap.c, with empty inheritable and ambient sets, as both runtimes leave them. inGroup tells whether the
// process is in a group. Only its last file counts: the interpreter of a #! script.
func (p powers) afterExec(e *rootfs.Entry, noNewPrivs, noSetuid bool, inGroup func(int64) bool) (powers, errno) {
	out := p
	out.permitted, out.effective = 0, 0
	if !noNewPrivs && !noSetuid {
		out.setIDs(e)
	}
	caps, ok := parseFileCaps(e.Capability)
	if noSetuid {
		caps, ok = fileCaps{}, true
	}
	if !ok {
		return p, einval
	}
	out.permitted = p.bounding & caps.permitted
	if caps.effective && caps.permitted&^out.permitted != 0 {
		return p, eperm // the program would not hold what it counts on
	}
	effective := caps.present && caps.effective
	if setuidRoot := out.euid == 0 && out.uid != 0; !caps.present || !setuidRoot {
		if out.euid == 0 || out.uid == 0 {
			out.permitted = p.bounding
		}
		effective = effective || out.euid == 0
	}
	changed := out.euid != p.uid || !inGroup(out.egid)
	if noNewPrivs && (changed || out.permitted&^p.permitted != 0) {
		out.euid, out.egid = p.uid, p.gid
		out.permitted &= p.permitted
	}
	if effective {
		out.effective = out.permitted
	}
	return out, ""
}

// setIDs honours the set-id bits; a set-gid bit without the group's x bit means locking, not set-gid.
func (p *powers) setIDs(e *rootfs.Entry) {
	if e.Mode&0o4000 != 0 {
		p.euid = e.UID
	}
	if e.Mode&0o2010 == 0o2010 {
		p.egid = e.GID
	}
}
