package identity

// becomes computes the powers behind execve, which the kernel may refuse.
func (j *judgement) becomes(r *run, name string) *halt {
	if !j.who.uid.Known() || !j.who.gid.Known() {
		r.afterUnknown = "as whom it runs is not known"
		return nil
	}
	before := powers{
		uid: j.who.uid.Value, euid: j.who.uid.Value, gid: j.who.gid.Value, egid: j.who.gid.Value,
		bounding: r.list, permitted: r.list, effective: r.list,
	}
	w := r.loaded.image
	inGroup := func(gid int64) bool {
		in, why := r.cred.inGroup(gid)
		return in || why != ""
	}
	after, e := before.afterExec(w.entry, j.noNewPrivs(), j.view.noSetuidAt(w.path), inGroup)
	if e != "" {
		return execFailure(name, e, FileCapabilities)
	}
	r.after, r.afterUnknown = after, ""
	return nil
}

// noNewPrivs is AddNoNewPrivileges of pkg/securitycontext/util.go: only an explicit false sets it.
func (j *judgement) noNewPrivs() bool {
	s := j.security.AllowPrivilegeEscalation
	return s.Set && !s.Value
}

func gids(groups []Group) []int64 {
	out := make([]int64, len(groups))
	for i, g := range groups {
		out[i] = g.GID
	}
	return out
}
