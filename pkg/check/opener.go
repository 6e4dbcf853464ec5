package check

import (
	"context"

	"github.com/hullcheck/hullcheck/pkg/image"
)

// Opener opens images: *image.Opener, or what stands in for it. It must fetch each thing once a run and be safe for
// concurrent use. What could be opened may come beside an error.
type Opener interface {
	Open(ctx context.Context, req image.Request) ([]*image.Image, error)
}

// openGuarded opens an image and guards what it holds.
func openGuarded(ctx context.Context, o Opener, req image.Request) ([]*image.Image, error) {
	images, err := o.Open(ctx, req)
	for i, img := range images {
		images[i] = Guarded(img)
	}
	return images, err
}
