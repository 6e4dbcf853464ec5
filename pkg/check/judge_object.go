package check

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/identity"
	"github.com/hullcheck/hullcheck/pkg/manifest"
	"github.com/hullcheck/hullcheck/pkg/policy"
	"github.com/hullcheck/hullcheck/pkg/policy/input"
)

// Object judges one Kubernetes object and the containers of its pod templates, with the images that they name.
//
// An error may stand beside findings: those are what the rules that did not err say. Findings are superseded, merged over
// platforms and in the order of the report.
func (e *Engine) Object(ctx context.Context, o *manifest.Object, images Images) ([]finding.Finding, []finding.NotJudged, error) {
	j, err := e.judgeObject(ctx, o, 0, images)
	return settle(j.hits), j.notJudged, err
}

// judgeObject returns the raw hits of one object; index tells them apart from those of other objects.
func (e *Engine) judgeObject(ctx context.Context, o *manifest.Object, index int, images Images) (judged, error) {
	var out judged
	hits, err := e.evaluator.Evaluate(ctx, input.KindObject, objectInput(o, e.world))
	for _, h := range hits {
		out.hits = append(out.hits, onObject(newHit(h), h, o, index))
	}
	errs := []error{err}
	for i := range o.Pods {
		pj, err := e.judgePod(ctx, o, &o.Pods[i], index, images)
		out.hits = append(out.hits, pj.hits...)
		out.notJudged = append(out.notJudged, pj.notJudged...)
		errs = append(errs, err)
	}
	return out, errors.Join(errs...)
}

func (e *Engine) judgePod(ctx context.Context, o *manifest.Object, p *manifest.Pod, index int, images Images) (judged, error) {
	for {
		shares := readImages(ctx, p, images)
		out, err := e.judgeVariants(ctx, o, p, index, shares)
		if err == nil || !turnedUnreadable(shares) {
			return out, err
		}
	}
}

// turnedUnreadable tells whether an image of shares failed while it was judged. The pod is then judged again, with that
// image unread; as a failed image stays so, this comes to an end.
func turnedUnreadable(shares [][]given) bool {
	for _, s := range shares {
		if slices.ContainsFunc(s, func(g given) bool { return failure(g.Image) != nil }) {
			return true
		}
	}
	return false
}

func (e *Engine) judgeVariants(ctx context.Context, o *manifest.Object, p *manifest.Pod, index int, shares [][]given) (judged, error) {
	var out judged
	var errs []error
	for _, v := range variants(shares) {
		results, err := judgeVariant(ctx, p, v, e.identityOptions(input.KindContainer))
		if err != nil {
			return judged{}, err
		}
		for i := range p.Containers {
			if !v.judged[i] {
				continue
			}
			c := &p.Containers[i]
			in := containerInput(p, c, v.given[i], &results[i], e.world)
			hits, err := e.evaluateContainer(ctx, &in)
			errs = append(errs, err)
			for _, h := range hits {
				out.hits = append(out.hits, onContainer(h, o, index, p, c, &in))
			}
			out.notJudged = append(out.notJudged, e.lacking(o, &in, hits)...)
		}
	}
	return out, errors.Join(errs...)
}

// readImages gives the shares of every container's image.
func readImages(ctx context.Context, p *manifest.Pod, images Images) [][]given {
	want := podPlatforms(p)
	shares := make([][]given, len(p.Containers))
	var reads sync.WaitGroup
	for i := range p.Containers {
		reads.Go(func() { shares[i] = images.Read(ctx, p.Containers[i].Image, want).shares(want) })
	}
	reads.Wait()
	return shares
}

func judgeVariant(ctx context.Context, p *manifest.Pod, v variant, o identity.Options) ([]identity.Result, error) {
	g := make([]identity.Given, len(v.given))
	for i := range v.given {
		g[i] = v.given[i].Given
	}
	r, err := identity.JudgePod(ctx, p, g, o)
	if err != nil {
		return nil, fmt.Errorf("judge %s: %w", p.SpecPath, err)
	}
	return r, nil
}

func (e *Engine) identityOptions(kind string) identity.Options {
	return identity.Options{
		Runtime: e.world.Runtime, KubernetesMinor: e.world.KubernetesMinor, Evidence: evidence(e.rules, kind),
	}
}

// onObject places a hit of an object rule. A path that lies in a container makes that container its subject.
func onObject(out hit, h policy.Hit, o *manifest.Object, index int) hit {
	out.object = index
	out.Subject = subjectOf(o)
	for i := range o.Pods {
		p := &o.Pods[i]
		if within(h.Path, p.SpecPath) || within(h.Path, p.MetaPath) {
			out.pod = p.SpecPath
		}
		for j := range p.Containers {
			if c := &p.Containers[j]; within(h.Path, c.Path) {
				out.container, out.Subject.Container, out.Subject.Image = c.Path, c.Name, c.Image
			}
		}
	}
	out.place(h, o)
	return out
}

// onContainer places a hit of a container rule: its subject is the container, also where the path points to a field of
// the pod that the container inherits.
func onContainer(h policy.Hit, o *manifest.Object, index int, p *manifest.Pod, c *manifest.Container, in *input.Container) hit {
	out := newHit(h)
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
	h.Location = o.Locate(from.Path)
	for _, r := range from.Related {
		h.Related = append(h.Related, related(r.Message, o.Locate(r.Path)))
	}
}

// within tells whether a JSON pointer is another one or lies in it.
func within(pointer, parent string) bool {
	return pointer == parent || strings.HasPrefix(pointer, parent+"/")
}
