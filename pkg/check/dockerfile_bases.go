package check

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/dockerfile"
	"github.com/hullcheck/hullcheck/pkg/image"
)

// bases reads the images that one Dockerfile names, as those are read that manifests name.
type bases struct {
	r *reader
	// via are the Dockerfiles that ask, the first one first.
	via []string
	// depth is how much is read; own is the base of the target's first stage.
	depth depth
	own   string
}

var _ dockerfile.BaseResolver = bases{}

// Resolve implements dockerfile.BaseResolver. An image that cannot be read is no error: what rests on it is unknown.
func (b bases) Resolve(ctx context.Context, ref string, p image.Platform) (*image.Image, string, error) {
	var images []*image.Image
	var err error
	switch src, notASource := image.ParseSource(ref); {
	case notASource == nil && src.Kind == image.Layout:
		images, err = openGuarded(ctx, b.r.opener, image.Request{Source: src, Platforms: image.Exactly(p), Ref: ref})
	case b.r.off:
		return nil, Unasked, nil
	default:
		images, err = b.r.base(ctx, ref, p, b.via)
	}
	if ctx.Err() != nil {
		return nil, "", fmt.Errorf("stopped: %w", context.Cause(ctx))
	}
	if err == nil && len(images) == 0 {
		err = errors.New("it holds no image")
	}
	if err != nil {
		return nil, strings.TrimSpace(err.Error()), nil
	}
	return b.withFiles(ref, images[0]), "", nil
}

// base opens an image for one platform, whatever --platform says: FROM --platform asks for its own.
func (r *reader) base(ctx context.Context, ref string, p image.Platform, via []string) ([]*image.Image, error) {
	e := r.entryOf(ref, "FROM "+p.String()+" "+strings.Join(via, "\x00"), true)
	e.once.Do(func() { r.open(ctx, e, []image.Platform{p}, image.Exactly(p), via) })
	return e.read()
}
