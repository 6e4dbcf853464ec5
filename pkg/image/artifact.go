package image

import (
	"bytes"
	"context"
	"fmt"

	v1 "github.com/google/go-containerregistry/pkg/v1"
)

// Artifact is what a registry holds beside images: layers that are anything.
type Artifact struct {
	// Digest is that of the artifact's manifest.
	Digest string
	Layers []Blob
}

// Blob is one layer of an artifact.
type Blob struct {
	MediaType   string
	Annotations map[string]string
	Content     []byte
}

// Artifact fetches an artifact whole into memory, at most limit bytes of it. Every byte is compared with the digest that
// names it. An index is refused: an artifact is the same for every platform.
func (o *Opener) Artifact(ctx context.Context, ref string, limit int64) (*Artifact, error) {
	p, err := o.registry.place(ctx, ref)
	if err != nil {
		return nil, err
	}
	found := p.roots[0]
	if found.descs[0].MediaType.IsIndex() {
		return nil, malformed("%s is an index where one artifact was to be", ref)
	}
	m, err := v1.ParseManifest(bytes.NewReader(found.raw))
	if err != nil {
		return nil, malformed("parse manifest of %s: %w", ref, err)
	}
	total := int64(0)
	for _, l := range m.Layers {
		if l.Size < 0 || l.Size > limit || total+l.Size > limit {
			return nil, malformed("%s is larger than the limit of %d bytes", ref, limit)
		}
		total += l.Size
	}
	out := &Artifact{Digest: found.descs[0].Digest.String()}
	for _, l := range m.Layers {
		content, err := fetch(ctx, p.store.blob, l, limit)
		if err != nil {
			return nil, fmt.Errorf("fetch layer %s: %w", l.Digest, err)
		}
		out.Layers = append(out.Layers, Blob{MediaType: string(l.MediaType), Annotations: l.Annotations, Content: content})
	}
	return out, nil
}
