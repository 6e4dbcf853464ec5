package fix

import (
	"context"
	"fmt"

	corev1 "k8s.io/api/core/v1"

	"github.com/hullcheck/hullcheck/pkg/fix/yamledit"
	"github.com/hullcheck/hullcheck/pkg/identity"
	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// made is the user that an image is made for. why is why there is none to write; gid is 0 where none is known that is not
// root's.
type made struct {
	uid, gid int64
	why      string
}

// nobody: every container has a user of its own.
var nobody = made{why: "no container inherits it"}

// madeFor is the user that the image's USER resolves to, on all platforms alike.
func (w *Workload) madeFor(ctx context.Context, pod, container int) (made, error) {
	var all made
	for i, g := range w.given(pod, container) {
		m, err := w.madeForShare(ctx, g)
		switch {
		case err != nil:
			return made{}, err
		case m.why != "":
			return m, nil
		case i > 0 && m != all:
			return made{why: "the image is made for another user on each platform"}, nil
		}
		all = m
	}
	return all, nil
}

func (w *Workload) madeForShare(ctx context.Context, g identity.Given) (made, error) {
	if g.Image == nil {
		why := g.Unread
		if why == "" {
			why = "the image was not read"
		}
		return made{why: "the user that the image is made for is not known: " + why}, nil
	}
	u, err := identity.JudgeImageUser(ctx, g.Image, w.opts.Identity)
	if err != nil {
		return made{}, fmt.Errorf("judge the image's user: %w", err)
	}
	switch {
	case !u.Written.Known():
		return made{why: "the image's USER is not known: " + u.Written.Unknown}, nil
	case !u.UID.Known():
		return made{why: fmt.Sprintf("the image's USER %q cannot be resolved: %s", u.Written.Value, u.UID.Unknown)}, nil
	case u.UID.Value == 0:
		return made{why: "the image is made for root: its Dockerfile needs a USER first"}, nil
	}
	m := made{uid: u.UID.Value}
	gid := u.GID
	if u.HasGroup && u.DirectGID.Known() {
		gid = u.DirectGID
	}
	if gid.Known() {
		m.gid = gid.Value
	}
	return m, nil
}

// imageUser writes the user that the image is made for: at the pod where all of its containers are made for it, else at the
// container.
func imageUser(ctx context.Context, t *target) (proposal, error) {
	if t.windows() {
		return leave("users of Windows images are not read"), nil
	}
	forPod, m, err := t.userOfPod(ctx)
	if err != nil {
		return proposal{}, err
	}
	if t.container < 0 {
		if m == nobody {
			remove := yamledit.Change{Op: yamledit.Remove, Path: t.finding.Path}
			return one(remove, "remove runAsUser, which no container inherits", ""), nil
		}
		if m.why != "" {
			return leave(m.why), nil
		}
		return propose(forPod), nil
	}
	own, err := t.madeFor(ctx, t.pod, t.container)
	if err != nil {
		return proposal{}, err
	}
	if own.why != "" {
		return leave(own.why), nil
	}
	forContainer := t.userOfContainer(own)
	if sc := t.containerOf().SecurityContext; m.why != "" || sc != nil && sc.RunAsUser != nil {
		return propose(forContainer), nil
	}
	return propose(forPod, forContainer), nil
}

func (t *target) windows() bool {
	if t.container < 0 {
		return t.podOf().Spec.OS != nil && t.podOf().Spec.OS.Name == corev1.Windows
	}
	return t.results()[0].Windows
}

// userOfPod writes the user at the pod, where all containers that inherit it are made for the same one.
func (t *target) userOfPod(ctx context.Context) (candidate, made, error) {
	var all made
	met := false
	p := t.podOf()
	for j := range p.Containers {
		if sc := p.Containers[j].SecurityContext; sc != nil && sc.RunAsUser != nil {
			continue
		}
		m, err := t.madeFor(ctx, t.pod, j)
		switch {
		case err != nil:
			return candidate{}, made{}, err
		case m.why != "":
			return candidate{}, m, nil
		case met && m != all:
			return candidate{}, made{why: "the pod's images are made for different users"}, nil
		}
		all, met = m, true
	}
	if !met {
		return candidate{}, nobody, nil
	}
	changes := []yamledit.Change{t.inPod("runAsUser", all.uid)}
	words := fmt.Sprintf("set runAsUser: %d", all.uid)
	if group := groupOf(p, nil); all.gid != 0 && (group == nil || *group == 0) {
		changes = append(changes, t.inPod("runAsGroup", all.gid))
		words += fmt.Sprintf(" and runAsGroup: %d", all.gid)
	}
	return candidate{changes: changes, words: words + " in the pod's securityContext"}, all, nil
}

func (t *target) userOfContainer(m made) candidate {
	c := t.containerOf()
	changes := []yamledit.Change{inContainer(c, "runAsUser", m.uid)}
	words := fmt.Sprintf("set runAsUser: %d", m.uid)
	if group := groupOf(t.podOf(), c); m.gid != 0 && (group == nil || *group == 0) {
		changes = append(changes, inContainer(c, "runAsGroup", m.gid))
		words += fmt.Sprintf(" and runAsGroup: %d", m.gid)
	}
	return candidate{changes: changes, words: words + " in the container's securityContext"}
}

// groupOf is the primary group that the manifest sets: at the container if one is given, else at the pod.
func groupOf(p *manifest.Pod, c *manifest.Container) *int64 {
	if c != nil && c.SecurityContext != nil && c.SecurityContext.RunAsGroup != nil {
		return c.SecurityContext.RunAsGroup
	}
	if p.Spec.SecurityContext != nil {
		return p.Spec.SecurityContext.RunAsGroup
	}
	return nil
}

// imageGroup writes the group half of the image's USER, which Kubernetes drops.
func imageGroup(ctx context.Context, t *target) (proposal, error) {
	m, err := t.madeFor(ctx, t.pod, t.container)
	switch {
	case err != nil:
		return proposal{}, err
	case m.why != "":
		return leave(m.why), nil
	case m.gid == 0:
		return leave("the image names no group for its user; which one is meant is not known"), nil
	}
	words := fmt.Sprintf("set runAsGroup: %d in the container's securityContext", m.gid)
	return propose(candidate{changes: []yamledit.Change{inContainer(t.containerOf(), "runAsGroup", m.gid)}, words: words}), nil
}

// groupWithoutUser: the sandbox is made with the pod's fields alone, and a group there asks for a user.
func groupWithoutUser(ctx context.Context, t *target) (proposal, error) {
	p := t.podOf()
	sc := p.Spec.SecurityContext
	if sc == nil || sc.RunAsGroup == nil || sc.RunAsUser != nil {
		return leave("the sandbox fails for another reason: " + t.finding.Message), nil
	}
	var out proposal
	withUser, m, err := t.userOfPod(ctx)
	if err != nil {
		return proposal{}, err
	}
	if m.why == "" {
		out.candidates = append(out.candidates, withUser)
	}
	moved := candidate{words: "move runAsGroup to the containers"}
	for i := range p.Containers {
		if c := &p.Containers[i]; c.SecurityContext == nil || c.SecurityContext.RunAsGroup == nil {
			moved.changes = append(moved.changes, inContainer(c, "runAsGroup", *sc.RunAsGroup))
		}
	}
	moved.changes = append(moved.changes, yamledit.Change{
		Op: yamledit.Remove, Path: t.object.WrittenAt(p.SpecPath + "/securityContext/runAsGroup"),
	})
	out.candidates = append(out.candidates, moved)
	return out, nil
}
