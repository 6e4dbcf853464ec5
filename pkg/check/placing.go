package check

import (
	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/jsonpointer"
	"github.com/hullcheck/hullcheck/pkg/manifest"
	"github.com/hullcheck/hullcheck/pkg/policy"
	"github.com/hullcheck/hullcheck/pkg/policy/input"
)

// onObject places a hit of an object rule. A path that lies in a container makes that container its subject.
func onObject(out hit, h policy.Hit, o *manifest.Object, index int) hit {
	out.object = index
	out.Subject = subjectOf(o)
	for i := range o.Pods {
		p := &o.Pods[i]
		if jsonpointer.Within(h.Path, p.SpecPath) || jsonpointer.Within(h.Path, p.MetaPath) {
			out.pod = p.SpecPath
		}
		for j := range p.Containers {
			if c := &p.Containers[j]; jsonpointer.Within(h.Path, c.Path) {
				out.container, out.Subject.Container, out.Subject.Image = c.Path, c.Name, c.Image
			}
		}
	}
	out.place(h, o)
	return out
}

// onContainer places a hit of a container rule: its subject is the container, also where the path points to a field of
// the pod that the container inherits.
func onContainer(out hit, h policy.Hit, o *manifest.Object, index int, p *manifest.Pod, c *manifest.Container, in *input.Container) hit {
	out.object, out.pod, out.container = index, p.SpecPath, c.Path
	out.Subject = subjectOf(o)
	out.Subject.Container, out.Subject.Image = c.Name, c.Image
	if h.Rule.Evidence != finding.EvidenceNone {
		out.platform = in.Image.Platform
	}
	out.place(h, o)
	out.Related = append(out.Related, inheritance(h, in, o)...)
	return out
}

func subjectOf(o *manifest.Object) finding.Subject {
	return finding.Subject{APIVersion: o.APIVersion, Kind: o.Kind, Namespace: o.Namespace, Name: o.Name}
}

// place gives a hit and its related places their lines.
func (h *hit) place(from policy.Hit, o *manifest.Object) {
	h.Path = o.WrittenAt(from.Path)
	h.Location = o.Locate(h.Path)
	for _, r := range from.Related {
		h.Related = append(h.Related, related(r.Message, o.Locate(o.WrittenAt(r.Path))))
	}
	h.Related = append(h.Related, o.Origins(h.Path)...)
}
