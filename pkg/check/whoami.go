package check

import (
	"context"
	"fmt"
	"slices"
	"sync"

	corev1 "k8s.io/api/core/v1"

	"github.com/hullcheck/hullcheck/pkg/dockerfile"
	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/identity"
	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// Who is what WhoAmI found: an answer for each container and platform, in the order of the sources, and what could not be
// answered.
type Who struct {
	Answers []Answer
	Images  []finding.Image
	Skipped []finding.Skipped
	Errors  []finding.Error
}

// WhoAmI says of every container of all sources as whom it runs, with what power, and whether it starts. It asks no rules.
func WhoAmI(ctx context.Context, o Options) (*Who, error) {
	o = o.withDefaults()
	w := &who{walk: walk{Options: o, reader: newReader(o)}}
	w.visitor = w
	if err := w.all(ctx); err != nil {
		return nil, err
	}
	return w.result(), nil
}

type who struct {
	walk

	answersMu sync.Mutex
	answers   []placedAnswer
}

func (w *who) object(ctx context.Context, o *manifest.Object, place int) error {
	for i := range o.Pods {
		answers, err := w.pod(ctx, o, &o.Pods[i], imagesFor(w.Images, w.reader))
		if err != nil {
			return err
		}
		w.add(w.alternatives[o.Source].answered(answers), place, i)
	}
	return nil
}

// image judges an image alone: as the only container of a pod that says nothing.
func (w *who) image(ctx context.Context, img *image.Image, place int) error {
	answers, err := w.pod(ctx, &manifest.Object{}, bare(img.Name), single{img})
	if err != nil {
		return fmt.Errorf("read image: %w", err)
	}
	if failed := Failure(img); failed != nil {
		return fmt.Errorf("read image: %w", failed)
	}
	for i := range answers {
		answers[i].Type = ""
	}
	w.add(answers, place, 0)
	return nil
}

// dockerfile judges the image that a Dockerfile would give as any other.
func (w *who) dockerfile(ctx context.Context, p *dockerfile.Prediction, place int) error {
	return w.image(ctx, p.Image, place)
}

func (w *who) add(answers []placedAnswer, place, pod int) {
	w.answersMu.Lock()
	defer w.answersMu.Unlock()
	w.answers = append(w.answers, placed(answers, place, pod)...)
}

// bare is a pod with one container and no setting.
func bare(ref string) *manifest.Pod {
	c := corev1.Container{Image: ref}
	return &manifest.Pod{
		MetaPath: "/metadata", SpecPath: "/spec", Spec: &corev1.PodSpec{Containers: []corev1.Container{c}},
		Containers: []manifest.Container{{Type: manifest.Regular, Path: "/spec/containers/0", Container: &c}},
	}
}

// single is the Images that has one image for every reference.
type single struct{ img *image.Image }

func (s single) Read(context.Context, string, []image.Platform) Reading {
	if err := Failure(s.img); err != nil {
		return Reading{Asked: true, Unread: err.Error()}
	}
	return Reading{Asked: true, Images: []*image.Image{s.img}}
}

func (w *who) pod(ctx context.Context, o *manifest.Object, p *manifest.Pod, images Images) ([]placedAnswer, error) {
	for {
		shares := readImages(ctx, p, images)
		answers, err := w.variants(ctx, o, p, shares)
		if err == nil || !turnedUnreadable(shares) {
			return answers, err
		}
	}
}

func (w *who) variants(ctx context.Context, o *manifest.Object, p *manifest.Pod, shares [][]given) ([]placedAnswer, error) {
	var out []placedAnswer
	for _, v := range variants(shares) {
		results, err := judgeVariant(ctx, p, v, identity.Options{
			Runtime: w.Runtime, KubernetesMinor: w.Selection.KubernetesMinor, Evidence: w.evidence(v),
		})
		if err != nil {
			return nil, err
		}
		out = append(out, v.answers(o, p, results)...)
	}
	return out, nil
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

// evidence is the whole tree where that costs no transfer or is asked for: it tells setuid programs.
func (w *who) evidence(v variant) finding.Evidence {
	for _, g := range v.given {
		if !w.Deep && (g.Image == nil || !local(g.Image)) {
			return finding.EvidenceEntrypoint
		}
	}
	return finding.EvidenceTree
}

// thatMattered leaves out base images that could not be read and that no answer lacks.
func (w *who) thatMattered(images []finding.Image, failures []imageFailure) []finding.Image {
	for _, a := range w.answers {
		if !a.Result.Windows && !a.Result.Identity.UID.Known() {
			return images
		}
	}
	named := map[string]bool{}
	for _, f := range failures {
		named[f.ref] = named[f.ref] || !f.base
	}
	return slices.DeleteFunc(images, func(i finding.Image) bool {
		asked, failed := named[i.Ref]
		return i.Unread != "" && failed && !asked
	})
}

func (w *who) result() *Who {
	images, failures := w.reader.report()
	report := &finding.Report{Images: w.thatMattered(images, failures), Skipped: w.skipped, Errors: w.errors}
	report.Errors = append(report.Errors, imageErrors(w.Options, failures)...)
	report.Errors = distinctErrors(report.Errors)
	arrange(report)
	return &Who{Images: report.Images, Skipped: report.Skipped, Errors: report.Errors, Answers: inOrder(w.answers)}
}
