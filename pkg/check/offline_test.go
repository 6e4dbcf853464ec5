package check_test

import (
	"context"
	"errors"

	"github.com/hullcheck/hullcheck/pkg/check"
	"github.com/hullcheck/hullcheck/pkg/image"
)

// nowhere is an opener without network.
type nowhere struct{ check.Opener }

func (n nowhere) Open(ctx context.Context, req image.Request) ([]*image.Image, error) {
	if req.Source.Kind == image.Registry {
		return nil, errors.New("no network: " + req.Source.String())
	}
	return n.Opener.Open(ctx, req)
}
