package check

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/hullcheck/hullcheck/pkg/identity"
	"github.com/hullcheck/hullcheck/pkg/manifest"
	"github.com/hullcheck/hullcheck/pkg/policy/input"
)

// Object judges one Kubernetes object and the containers of its pod templates, with the images that they name.
//
// An error may stand beside the verdict, which is then what the rules that did not err say. The ledger of agreed is for this
// object alone: what it says of exceptions in the end is in the verdict.
func (e *Engine) Object(ctx context.Context, o *manifest.Object, images Images, agreed Agreed) (Verdict, error) {
	j, err := e.judgeObject(ctx, o, 0, images)
	origin, bad := agreed.originOf(o)
	j.comesFrom(origin)
	v := j.verdict(agreed)
	v.Warnings = append(bad, agreed.warnings()...)
	return v, err
}

// judgeObject returns the raw hits of one object; index tells them apart from those of other objects.
func (e *Engine) judgeObject(ctx context.Context, o *manifest.Object, index int, images Images) (judged, error) {
	var out judged
	in := objectInput(o, e.world)
	var bad error
	in.RBAC, bad = rbacInput(o)
	hits, err := e.evaluate(ctx, input.KindObject, &in, nil)
	for _, h := range hits {
		out.hits = append(out.hits, onObject(e.newHit(h), h, o, index))
	}
	errs := []error{bad, err}
	for i := range o.Pods {
		pj, err := e.judgePod(ctx, o, &o.Pods[i], index, images)
		out.hits = append(out.hits, pj.hits...)
		out.notJudged = joinMissing(out.notJudged, pj.notJudged)
		out.answers = append(out.answers, placed(pj.answers, index, i)...)
		errs = append(errs, err)
	}
	return out, errors.Join(errs...)
}

// judgePod judges each container as if the others did not stand in its way: an init container that cannot start is that
// container's finding, and no news about those behind it.
func (e *Engine) judgePod(ctx context.Context, o *manifest.Object, p *manifest.Pod, index int, images Images) (judged, error) {
	for {
		shares := readImages(ctx, p, images)
		out, err := e.judgeContainers(ctx, o, p, index, shares)
		if err == nil || !turnedUnreadable(shares) {
			return out, err
		}
	}
}

// turnedUnreadable tells whether an image of shares failed while it was judged. The pod is then judged again, with that
// image unread; as a failed image stays so, this comes to an end.
func turnedUnreadable(shares [][]given) bool {
	for _, s := range shares {
		if slices.ContainsFunc(s, func(g given) bool { return Failure(g.Image) != nil }) {
			return true
		}
	}
	return false
}

func (e *Engine) judgeContainers(ctx context.Context, o *manifest.Object, p *manifest.Pod, index int, shares [][]given) (judged, error) {
	var out judged
	var errs []error
	var results [][]identity.Result
	if e.answers {
		results = make([][]identity.Result, len(p.Containers))
	}
	at := newDesk()
	defer at.clear()
	opts := e.identityOptions(input.KindContainer)
	for i := range p.Containers {
		c := &p.Containers[i]
		for _, g := range shares[i] {
			r, in := &at.result, &at.input
			var err error
			*r, err = identity.Judge(ctx, identity.Request{Pod: p, Container: c, Given: g.Given}, opts)
			if err != nil {
				return judged{}, fmt.Errorf("judge %s: %w", c.Path, err)
			}
			if e.answers {
				results[i] = append(results[i], *r)
			}
			*in = containerInput(p, c, g, r, e.world)
			hits, err := e.evaluate(ctx, input.KindContainer, in, marksOf(in))
			errs = append(errs, err)
			for _, h := range hits {
				f := onContainer(e.newHit(h), h, o, index, p, c, in)
				f.digests = digestsOf(g.Image)
				out.hits = append(out.hits, f)
			}
			out.notJudged = joinMissing(out.notJudged, e.lacking(o, in, hits))
		}
	}
	if e.answers {
		out.answers = queued(o, p, shares, results)
	}
	return out, errors.Join(errs...)
}

// readImages gives the shares of every container's image. The last is read where it is asked for: most pods have one.
func readImages(ctx context.Context, p *manifest.Pod, images Images) [][]given {
	want := podPlatforms(p)
	shares := make([][]given, len(p.Containers))
	read := func(i int) { shares[i] = images.Read(ctx, p.Containers[i].Image, want).shares(want) }
	var reads sync.WaitGroup
	for i := range p.Containers {
		if i == len(p.Containers)-1 {
			read(i)
		} else {
			reads.Go(func() { read(i) })
		}
	}
	reads.Wait()
	return shares
}

func (e *Engine) identityOptions(kind string) identity.Options {
	return identity.Options{
		Runtime: e.world.Runtime, KubernetesMinor: e.world.KubernetesMinor, Evidence: evidence(e.rules, kind),
	}
}
