package check

import (
	"context"

	"github.com/hullcheck/hullcheck/pkg/identity"
	"github.com/hullcheck/hullcheck/pkg/image"
)

// Images reads the images that manifests name. An implementation reads each image once, however many containers name it,
// and is safe for concurrent use.
type Images interface {
	// Read gives the platforms of the image ref that want asks for, or the reason why none can be had. With several
	// platforms wanted those that the image has are given; where it has none of them, all that it has.
	Read(ctx context.Context, ref string, want []image.Platform) Reading
}

// Reading is what became of an image reference.
type Reading struct {
	// Asked is false where nobody wanted the image read (--images off): its absence is then no finding.
	Asked  bool
	Images []*image.Image
	// Unread is why Images is empty, or why it lacks a platform that the image has.
	Unread string
}

// NoImages reads nothing: the Images of --images off.
type NoImages struct{}

// Unasked is the reason of everything that rests on an image under NoImages.
const Unasked = "images are not read (--images off)"

// Read says that nobody asked.
func (NoImages) Read(context.Context, string, []image.Platform) Reading {
	return Reading{Unread: Unasked}
}

// given is one container's share of a reading: one platform.
type given struct {
	identity.Given
	asked bool
}

// shares spreads the reading of a container's image over the platforms that it was read for. What was not read is a share
// too, as judged for the first platform that the pod may run on.
func (r Reading) shares(want []image.Platform) []given {
	out := make([]given, 0, len(r.Images)+1)
	for _, img := range r.Images {
		out = append(out, given{asked: r.Asked, Given: identity.Given{Image: img, Platform: img.Platform}})
	}
	if len(r.Images) == 0 || r.Unread != "" {
		out = append(out, given{asked: r.Asked, Given: identity.Given{Unread: r.Unread, Platform: want[0]}})
	}
	return out
}
