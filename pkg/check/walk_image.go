package check

import (
	"context"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/image"
)

// imageSource hands every wanted platform of an image SOURCE to the visitor.
func (w *walk) imageSource(ctx context.Context, src Source) {
	reserved := w.input(finding.Input{Source: src.Text, Kind: kindImage})
	place := w.place()
	w.workers.do(func() {
		want := image.All()
		if w.Platform != nil {
			want = *w.Platform
		}
		images, err := openGuarded(ctx, w.Opener, image.Request{Source: src.Image, Platforms: want})
		w.replace(reserved, inputsOf(images))
		if err != nil && ctx.Err() == nil {
			w.fail(errorOf(src.Text, err))
		}
		for _, img := range images {
			if err := w.visitor.image(ctx, img, place); err != nil && ctx.Err() == nil {
				w.fail(errorOf(src.Text, err))
			}
		}
	})
}

func inputsOf(images []*image.Image) []*finding.Input {
	out := make([]*finding.Input, 0, len(images))
	for _, img := range images {
		out = append(out, &finding.Input{
			Source: img.Source, Kind: kindImage, Platform: img.Platform.String(), Digest: img.Digest, User: userOf(img),
		})
	}
	return out
}

// replace puts inputs into the place that was reserved for their source.
func (w *walk) replace(reserved *finding.Input, by []*finding.Input) {
	w.mu.Lock()
	defer w.mu.Unlock()
	out := make([]*finding.Input, 0, len(w.inputs)+len(by))
	for _, in := range w.inputs {
		if in == reserved {
			out = append(out, by...)
		} else {
			out = append(out, in)
		}
	}
	w.inputs = out
}
