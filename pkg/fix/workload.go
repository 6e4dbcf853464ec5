package fix

import (
	"context"
	"errors"
	"fmt"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/fix/yamledit"
	"github.com/hullcheck/hullcheck/pkg/identity"
	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// Options are what a workload is judged by.
type Options struct {
	// Identity is how containers are judged; its Evidence is not looked at, as changes rest on whether programs start.
	Identity identity.Options
	// PodTemplates are kinds with a pod template that only the user knows.
	PodTemplates []manifest.PodTemplate
}

// Images are those of a workload's containers, by pod and container in the order of the object, one for each platform.
type Images [][][]identity.Given

// Workload is an object as the last accepted change left it.
type Workload struct {
	object *manifest.Object
	images Images
	opts   Options
	// verdicts are what becomes of each container, by pod, container and platform.
	verdicts [][][]identity.Result
}

// NewWorkload judges the containers of an object, so that changes can be compared with what was before.
func NewWorkload(ctx context.Context, o *manifest.Object, images Images, opts Options) (*Workload, error) {
	opts.Identity.Evidence = finding.EvidenceEntrypoint
	w := &Workload{object: o, images: images, opts: opts}
	var err error
	if w.verdicts, err = w.judge(ctx, o); err != nil {
		return nil, err
	}
	return w, nil
}

func (w *Workload) judge(ctx context.Context, o *manifest.Object) ([][][]identity.Result, error) {
	out := make([][][]identity.Result, len(o.Pods))
	for i := range o.Pods {
		p := &o.Pods[i]
		out[i] = make([][]identity.Result, len(p.Containers))
		for j := range p.Containers {
			for _, g := range w.given(i, j) {
				r, err := identity.Judge(ctx, identity.Request{Pod: p, Container: &p.Containers[j], Given: g}, w.opts.Identity)
				if err != nil {
					return nil, fmt.Errorf("judge %s: %w", p.Containers[j].Path, err)
				}
				out[i][j] = append(out[i][j], r)
			}
		}
	}
	return out, nil
}

// given are the platforms of a container's image; where nothing is known, one of which nothing is.
func (w *Workload) given(pod, container int) []identity.Given {
	if pod < len(w.images) && container < len(w.images[pod]) && len(w.images[pod][container]) > 0 {
		return w.images[pod][container]
	}
	return []identity.Given{{Unread: "the image was not read"}}
}

// with is the workload after changes whose pointers are those of the object.
func (w *Workload) with(ctx context.Context, changes []yamledit.Change) (*Workload, error) {
	value, err := yamledit.Model(w.object.Value(), changes)
	if err != nil {
		return nil, err
	}
	o, err := reread(ctx, value, w.opts.PodTemplates)
	if err != nil {
		return nil, err
	}
	if len(o.Unknown) > len(w.object.Unknown) || len(o.Pods) != len(w.object.Pods) {
		return nil, errors.New("the API server would not take the field at that place")
	}
	next := &Workload{object: o, images: w.images, opts: w.opts}
	next.verdicts, err = next.judge(ctx, o)
	return next, err
}

// worse is why a container that started does no longer, or that the kubelet admitted is refused; "" where none is.
func (w *Workload) worse(before *Workload) string {
	for i := range w.verdicts {
		for j := range w.verdicts[i] {
			for k := range w.verdicts[i][j] {
				if why := worse(&before.verdicts[i][j][k], &w.verdicts[i][j][k]); why != "" {
					return fmt.Sprintf("container %s would not start: %s", w.object.Pods[i].Containers[j].Name, why)
				}
			}
		}
	}
	return ""
}

func worse(before, after *identity.Result) string {
	switch {
	case after.Kubelet.Verdict == identity.Refuses && before.Kubelet.Verdict != identity.Refuses:
		return after.Kubelet.Message
	case after.Start.Verdict == identity.Fails && before.Start.Verdict != identity.Fails:
		return after.Start.Message
	}
	return ""
}
