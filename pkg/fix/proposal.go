package fix

import (
	"context"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/fix/yamledit"
	"github.com/hullcheck/hullcheck/pkg/identity"
	"github.com/hullcheck/hullcheck/pkg/jsonpointer"
	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// candidate is one way to resolve a finding.
type candidate struct {
	changes []yamledit.Change
	// words say what is done.
	words string
	// unverified is what nobody has verified; "" where facts have.
	unverified string
}

// proposal are the ways to resolve a finding, the best first, and, where there is none, why it is left.
type proposal struct {
	candidates []candidate
	left       string
}

func propose(c ...candidate) proposal { return proposal{candidates: c} }

func leave(why string) proposal { return proposal{left: why} }

// proposer says how the findings of a rule are resolved.
type proposer func(ctx context.Context, t *target) (proposal, error)

// target is a finding and what it is about.
type target struct {
	*Workload
	finding *finding.Finding
	// pod and container are indices; container is -1 where the finding is about the pod, pod where it is about neither.
	pod, container int
}

func (w *Workload) target(f *finding.Finding) *target {
	t := &target{Workload: w, finding: f, pod: -1, container: -1}
	for i := range w.object.Pods {
		p := &w.object.Pods[i]
		inPod := jsonpointer.Within(f.Path, p.SpecPath) || jsonpointer.Within(f.Path, p.MetaPath) || w.object.Inherits(p, f.Path)
		if inPod || t.pod < 0 && len(w.object.Pods) == 1 {
			t.pod = i
		}
		for j := range p.Containers {
			c := &p.Containers[j]
			named := f.Subject.Container != "" && c.Name == f.Subject.Container && t.container < 0
			if jsonpointer.Within(f.Path, c.Path) || named && (inPod || f.Path == "") {
				t.pod, t.container = i, j
			}
		}
	}
	return t
}

func (t *target) podOf() *manifest.Pod { return &t.object.Pods[t.pod] }

func (t *target) containerOf() *manifest.Container { return &t.podOf().Containers[t.container] }

// results are what becomes of the container, one a platform.
func (t *target) results() []identity.Result { return t.verdicts[t.pod][t.container] }

// unread is why the facts of the container's image are not known; "" where they are on every platform.
func (t *target) unread() string {
	for _, g := range t.given(t.pod, t.container) {
		switch {
		case g.Image == nil && g.Unread == "":
			return "the image was not read"
		case g.Image == nil:
			return g.Unread
		}
	}
	return ""
}

// podUnread is why the facts of one of the pod's images are not known.
func (t *target) podUnread() string {
	for j := range t.podOf().Containers {
		of := *t
		of.container = j
		if why := of.unread(); why != "" {
			return why
		}
	}
	return ""
}

// needsContainer wraps a proposer that is about one container.
func needsContainer(p proposer) proposer {
	return func(ctx context.Context, t *target) (proposal, error) {
		if t.container < 0 {
			return leave("it is not known which container is meant"), nil
		}
		return p(ctx, t)
	}
}

// needsPod wraps a proposer that is about a pod.
func needsPod(p proposer) proposer {
	return func(ctx context.Context, t *target) (proposal, error) {
		if t.pod < 0 {
			return leave("it is not known which pod is meant"), nil
		}
		return p(ctx, t)
	}
}
