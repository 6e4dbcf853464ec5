package identity

import (
	"context"
	"fmt"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// power describes what the first process may do.
func (j *judgement) power(ctx context.Context, r *run) (Power, error) {
	p := Power{
		Capabilities:           j.capabilities(r),
		NoNewPrivileges:        j.noNewPrivs(),
		Privileged:             j.security.Privileged.Value,
		Seccomp:                j.seccomp(),
		ReadOnlyRootFilesystem: j.security.ReadOnlyRootFilesystem.Value,
		Ignored:                j.ignoredNames(),
		WithoutEffect:          j.withoutEffect(r),
	}
	var err error
	if p.Writable, err = j.writableMounts(ctx, r); err != nil {
		return p, fmt.Errorf("list writable mounts: %w", err)
	}
	if p.LikelyWrites, p.LikelyWritesUnknown, err = j.likelyWrites(ctx, r); err != nil {
		return p, fmt.Errorf("list likely writes: %w", err)
	}
	if p.DefeatedSetuid, err = j.defeatedSetuid(ctx, r); err != nil {
		return p, fmt.Errorf("list setuid programs: %w", err)
	}
	return p, nil
}

func unknownCapabilities(why string) Capabilities {
	none := unknown[[]string](why)
	return Capabilities{Bounding: none, Permitted: none, Effective: none}
}

// capabilities are the sets after execve. Where the program was not seen, it is taken to have neither set-id bits nor file
// capabilities only if that cannot matter: never, so they are unknown; the bounding set is the runtime's list in any case.
func (j *judgement) capabilities(r *run) Capabilities {
	c := unknownCapabilities(r.afterUnknown)
	c.Bounding = known(r.list.names(), FromRuntime)
	if r.afterUnknown == "" {
		c.Permitted = known(r.after.permitted.names(), FromRuntime)
		c.Effective = known(r.after.effective.names(), FromRuntime)
	}
	return c
}

// seccomp: the kubelet's seccompDefault is off by default; privileged containers have no filter.
func (j *judgement) seccomp() string {
	if j.security.Privileged.Value || !j.security.SeccompProfile.Set {
		return "Unconfined"
	}
	return j.security.SeccompProfile.Value
}

// withoutEffect are added capabilities that nothing in a non-root container can use: after execve the process does not
// hold them, and no child can gain them. A child that is set-id or has file capabilities can, unless no_new_privs is set;
// a program that is no script is taken to start none.
func (j *judgement) withoutEffect(r *run) []CapabilityName {
	if r.afterUnknown != "" || r.after.uid == 0 || r.after.euid == 0 || j.security.Privileged.Value {
		return nil
	}
	if r.loaded.script && !j.noNewPrivs() {
		return nil
	}
	var out []CapabilityName
	for i, n := range j.security.AddCapabilities.Value {
		c := j.capabilityName(n)
		if c == 0 || r.after.permitted.has(c) || r.cred.used.has(c) {
			continue
		}
		out = append(out, CapabilityName{
			Name: n, Path: index(j.security.AddCapabilities.From, i),
			Reason: fmt.Sprintf("uid %d does not keep it and the program has no file capability for it", r.after.uid),
		})
	}
	return out
}

func (j *judgement) capabilityName(name string) capset {
	if j.runtime == CRIO {
		return crioName(name)
	}
	return containerdName(name)
}

// defeatedSetuid are programs whose set-id bits no_new_privs takes away.
func (j *judgement) defeatedSetuid(ctx context.Context, r *run) ([]string, error) {
	if !j.noNewPrivs() {
		return nil, nil
	}
	files, _ := j.ev.files(finding.EvidenceTree)
	if files == nil {
		if e := r.loaded.image.entry; e != nil && setID(e) {
			return []string{r.loaded.image.path}, nil
		}
		return nil, nil
	}
	var out []string
	_, err := files.Walk(ctx, func(e rootfs.Entry) error {
		if setID(&e) {
			out = append(out, e.Path)
		}
		return nil
	})
	return out, err
}

func setID(e *rootfs.Entry) bool {
	return e.Type == rootfs.Regular && (e.Mode&0o4000 != 0 || e.Mode&0o2010 == 0o2010)
}
