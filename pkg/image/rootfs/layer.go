package rootfs

import (
	"context"
	"fmt"
	"io"

	v1 "github.com/google/go-containerregistry/pkg/v1"
)

// Layer is where one layer can be read, and what its bytes should be.
type Layer struct {
	Digest v1.Hash // of the bytes as stored; zero where only DiffID is known
	DiffID v1.Hash // of the tar stream; zero where only Digest is known
	Size   int64   // of the bytes as stored; 0 where it is not known
	// Open starts the stream; compressed or not, it is told by its bytes. It may be called more than once.
	Open func(ctx context.Context) (io.ReadCloser, error)
}

// Options are how layers are read.
type Options struct {
	Limits Limits
	// Cache holds tables of contents between runs, and shares them between the images of one run. Nil: neither.
	Cache *Cache
	// Progress is called while a layer is read; total is 0 where it is not known. It may be called concurrently.
	Progress func(layer v1.Hash, read, total int64)
}

// New is the merged view of layers, bottom first. It reads nothing until it is asked, but takes each layer's digest, diff ID
// and size, which for layers that are stored uncompressed is costly: use Open for these.
func New(layers []v1.Layer, opts Options) *Merged {
	sources := make([]Layer, len(layers))
	for i, l := range layers {
		sources[i] = fromV1(l)
	}
	return Open(sources, opts)
}

// Open is the merged view of layers, bottom first. It reads nothing until it is asked.
func Open(layers []Layer, opts Options) *Merged {
	opts.Limits = opts.Limits.withDefaults()
	m := &Merged{layers: make([]*lazyLayer, len(layers))}
	for i, l := range layers {
		m.layers[i] = &lazyLayer{source: l, opts: opts, slot: opts.Cache.slot(l.key()), bottom: i == 0}
	}
	return m
}

// FromTOCs is the merged view of layers that were scanned already, bottom first. Contents that were not kept are unknown.
func FromTOCs(tocs []*TOC) *Merged {
	m := &Merged{layers: make([]*lazyLayer, len(tocs))}
	for i, toc := range tocs {
		m.layers[i] = &lazyLayer{slot: newSlot(""), bottom: i == 0, unknown: toc.Unread}
		if toc.Unread == "" {
			m.layers[i].slot.put(toc)
		}
	}
	return m
}

// fromV1 adapts a layer of go-containerregistry. A layer that cannot name its digest fails when it is opened.
func fromV1(l v1.Layer) Layer {
	digest, err := l.Digest()
	if err != nil {
		return Layer{Open: func(context.Context) (io.ReadCloser, error) {
			return nil, fmt.Errorf("read layer digest: %w", err)
		}}
	}
	source := Layer{Digest: digest, Open: func(context.Context) (io.ReadCloser, error) { return l.Compressed() }}
	if diffID, err := l.DiffID(); err == nil {
		source.DiffID = diffID
	}
	if size, err := l.Size(); err == nil {
		source.Size = size
	}
	return source
}

// name is the digest by which messages call the layer.
func (l Layer) name() v1.Hash {
	if l.Digest != (v1.Hash{}) {
		return l.Digest
	}
	return l.DiffID
}

// key names the layer in the cache; "" where it has no name.
func (l Layer) key() string {
	switch {
	case l.Digest != v1.Hash{}:
		return "blob-" + l.Digest.Algorithm + "-" + l.Digest.Hex
	case l.DiffID != v1.Hash{}:
		return "diff-" + l.DiffID.Algorithm + "-" + l.DiffID.Hex
	}
	return ""
}
