package identity

import (
	"context"
	"path"
	"strconv"
)

// crioUser is setupContainerUser of CRI-O's server/container_create.go. The string has no group half, because the kubelet
// sends none; runAsGroup replaces the gid that was found. Read from the source, not recorded.
func (j *judgement) crioUser(ctx context.Context, w wanted, supplementary bool) (principal, error) {
	spec := w.name
	if spec == "" {
		spec = strconv.FormatInt(w.uid, 10)
	}
	e, err := j.accounts.execUser(ctx, spec, supplementary, true)
	if err != nil {
		return principal{}, err
	}
	if e.err != "" {
		return broken(e.reason, "get exec user: "+e.err), nil
	}
	p := principal{uid: e.uid, gid: e.gid, fromImage: e.groups, groupsUnknown: e.groupsUnknown}
	if p.uid.Known() {
		p.uid = j.uidFact(w, e.uid.Value)
	} else {
		p.halt = unsure("as whom it runs is not known: " + p.uid.Unknown)
	}
	if w.gid.Set {
		p.gid = groupFact(w.gid)
	}
	if j.strict() {
		p.fromImage, p.groupsUnknown = nil, ""
	}
	return p, j.generatePasswd(ctx, &p)
}

// generatePasswd is GeneratePasswd of CRI-O's utils: a uid without an entry gets one, with the container's HOME for home or
// else / (the working directory is set later), unless the file is missing or empty, others or the user may write it, or
// something is mounted over it.
func (j *judgement) generatePasswd(ctx context.Context, p *principal) error {
	users, err := j.accounts.users(ctx)
	if err != nil || !p.uid.Known() || users.state != fileGood || users.entry == nil || users.entry.Size == 0 {
		return err
	}
	if u, why := users.find(byID(p.uid.Value)); u != nil || why != "" {
		return nil
	}
	writableByUser := users.entry.UID == p.uid.Value && users.entry.Mode&0o200 != 0
	if users.entry.Mode&0o022 != 0 || writableByUser || j.mountsAccounts() {
		return nil
	}
	home, _, why := j.environment.value("HOME")
	if why != "" {
		return nil
	}
	if home == "" {
		home = "/"
	}
	p.generated = &home
	return nil
}

// mountsAccounts tells whether a volume is mounted at /etc or /etc/passwd.
func (j *judgement) mountsAccounts() bool {
	for _, m := range j.container.VolumeMounts {
		if p := path.Clean(m.MountPath); p == "/etc" || p == "/etc/passwd" {
			return true
		}
	}
	return false
}
