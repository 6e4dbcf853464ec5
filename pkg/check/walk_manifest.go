package check

import (
	"context"
	"iter"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// The kinds of inputs in the report.
const (
	kindManifest   = "manifest"
	kindImage      = "image"
	kindDockerfile = "dockerfile"
)

// manifestSource hands the objects of a source to the visitor as they are read, so that memory does not grow with their
// number.
func (w *walk) manifestSource(ctx context.Context, src Source, with *manifest.Reader) {
	count := 0
	w.input(finding.Input{Source: src.Text, Kind: kindManifest, Objects: &count})
	for e := range w.entries(ctx, src, with) {
		if ctx.Err() != nil {
			return
		}
		switch {
		case e.Object != nil:
			count++
			w.visitObject(ctx, e.Object)
		case e.Skipped != nil:
			w.skip(*e.Skipped)
		case e.Err != nil:
			w.fail(manifestError(src.Text, e.Err))
		case e.Found != nil && e.Found.Kind == manifest.Dockerfile:
			w.dockerfileSource(ctx, e.Found.Path)
		case e.Found != nil:
			w.skip(finding.Skipped{File: e.Found.Path, Reason: foundReason(e.Found.Kind)})
		}
	}
}

// entries reads a source of manifests. Folders that are one source of their own kind go through the renderers of the
// reader, which skips those that none of them claims.
func (w *walk) entries(ctx context.Context, src Source, with *manifest.Reader) iter.Seq[manifest.Entry] {
	switch src.Kind {
	case Stdin:
		return with.Stream(ctx, src.Text, "-", w.Stdin)
	case Manifests:
		return with.File(ctx, src.Text, src.Path)
	case Kustomize:
		return claiming(with, "kustomization.yaml").Dir(ctx, src.Text, src.Path)
	case Helm:
		return claiming(with, "Chart.yaml").Dir(ctx, src.Text, src.Path)
	default:
		return with.Dir(ctx, src.Text, src.Path)
	}
}

func (w *walk) visitObject(ctx context.Context, o *manifest.Object) {
	place := w.place()
	w.workers.do(func() {
		if err := w.visitor.object(ctx, o, place); err != nil && ctx.Err() == nil {
			w.fail(objectErrors(o, err)...)
		}
	})
}

func foundReason(kind manifest.FoundKind) string {
	if kind == manifest.ImageLayout {
		return "an OCI layout: name it as a SOURCE to have it judged"
	}
	return "an archive: name it as a SOURCE if it holds an image, unpack it if it holds a chart"
}
