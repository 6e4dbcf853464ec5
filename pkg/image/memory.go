package image

import (
	"context"
	"encoding/hex"
	"io"

	v1 "github.com/google/go-containerregistry/pkg/v1"

	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// Memory keeps what is known of images by a key that names repository and digest, so that it can never be stale. It must be
// safe for concurrent use, may forget at any time, and is asked only by an Opener whose credentials the registry has let
// read the tag or the index that led to the image.
type Memory interface {
	// Get is nil where nothing is known.
	Get(key string) *Described
	Put(key string, d *Described)
}

// MemoryKey is the key of an image in a repository, which is written in full (docker.io/library/nginx).
func MemoryKey(repository, digest string) string { return repository + "@" + digest }

// Described is what an image's manifest and config say of it, in little room.
type Described struct {
	// Image has neither name nor Files. Nobody may change it, but a copy may have less.
	Image  Image
	packed []packedLayer
	// odd are the layers of an image that names one by another algorithm than sha256.
	odd []layer
}

// packedLayer is a layer with its digests in bytes: in hex they would take most of the memory of a small image.
type packedLayer struct {
	digest, diffID [32]byte
	size           int64
}

func pack(d *described) *Described {
	out := &Described{Image: d.Image}
	for _, l := range d.layers {
		p := packedLayer{size: l.Size}
		if !packHash(&p.digest, l.Digest) || !packHash(&p.diffID, l.diffID) {
			out.packed, out.odd = nil, d.layers
			return out
		}
		out.packed = append(out.packed, p)
	}
	return out
}

func packHash(into *[32]byte, h v1.Hash) bool {
	raw, err := hex.DecodeString(h.Hex)
	return err == nil && h.Algorithm == "sha256" && copy(into[:], raw) == len(into)
}

func (d *Described) layers() []layer {
	if d.odd != nil {
		return d.odd
	}
	layers := make([]layer, len(d.packed))
	for i, p := range d.packed {
		layers[i].Digest, layers[i].diffID, layers[i].Size = unpackHash(p.digest), unpackHash(p.diffID), p.size
	}
	return layers
}

func unpackHash(raw [32]byte) v1.Hash {
	return v1.Hash{Algorithm: "sha256", Hex: hex.EncodeToString(raw[:])}
}

// Layers are the image's layers, bottom first, to be read by open whenever they are asked for.
func (d *Described) Layers(open func(ctx context.Context, digest v1.Hash) (io.ReadCloser, error)) []rootfs.Layer {
	return onDemand(func(ctx context.Context, part v1.Descriptor) (io.ReadCloser, error) {
		return open(ctx, part.Digest)
	}, d.layers())
}

// Footprint is about how many bytes of memory d takes.
func (d *Described) Footprint() int {
	const fixed, text, label, oddLayer, layer = 512, 16, 64, 384, 72
	c := &d.Image.Config
	n := fixed + layer*len(d.packed) + oddLayer*len(d.odd) + len(c.User) + len(c.WorkingDir)
	for _, list := range [][]string{c.Env, c.Entrypoint, c.Cmd, c.Volumes, c.ExposedPorts, c.OnBuild, c.Shell} {
		for _, s := range list {
			n += len(s) + text
		}
	}
	for k, v := range c.Labels {
		n += len(k) + len(v) + label
	}
	for _, h := range c.History {
		n += len(h.CreatedBy) + text
	}
	return n
}
