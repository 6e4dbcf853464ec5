package image

import (
	"context"
	"io"

	v1 "github.com/google/go-containerregistry/pkg/v1"

	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// layer is one layer as manifest and config name it.
type layer struct {
	v1.Descriptor
	diffID v1.Hash
}

// digest is that of the stored bytes where package rootfs can verify it; the diff ID, which it verifies too, vouches for a
// layer that is named by another algorithm.
func (l layer) digest() v1.Hash {
	if l.Digest.Algorithm != "sha256" {
		return v1.Hash{}
	}
	return l.Digest
}

// onDemand are layers that can be opened whenever they are asked for. Package rootfs compares what it reads with digest and
// diff ID.
func onDemand(open opener, layers []layer) []rootfs.Layer {
	sources := make([]rootfs.Layer, len(layers))
	for i, l := range layers {
		sources[i] = rootfs.Layer{
			Digest: l.digest(), DiffID: l.diffID, Size: max(l.Size, 0),
			Open: func(ctx context.Context) (io.ReadCloser, error) { return open(ctx, l.Descriptor) },
		}
	}
	return sources
}
