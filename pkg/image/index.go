package image

import (
	"context"
	"fmt"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

// root is what one name in a source stands for: an image, an index of images, or several of them.
type root struct {
	// names are those that the source has for it; none in a registry, where the reference says all.
	names []string
	descs []v1.Descriptor
	// raw is the manifest of the only one of descs, where it was fetched already.
	raw []byte
}

// child is one image of a root.
type child struct {
	desc     v1.Descriptor
	doc      *document // nil: not fetched yet
	platform *Platform // nil: the index does not say it
}

// flattener collects the images of an index and of the indexes in it.
type flattener struct {
	store    store
	children []child
	absent   int
	seen     map[v1.Hash]bool
}

// flatten is every image that r leads to, without what is no image, and whether it is a single one that stands in no index.
func flatten(ctx context.Context, s store, r root) (children []child, single bool, err error) {
	f := flattener{store: s, seen: map[v1.Hash]bool{}}
	if len(r.descs) == 1 {
		single, err = f.add(ctx, r.descs[0], r.raw, 0)
	} else {
		err = f.descend(ctx, r.descs, 0)
	}
	switch {
	case err != nil:
		return nil, false, err
	case len(f.children) > 0:
		return f.children, single, nil
	case f.absent > 0:
		return nil, false, &Error{Class: NotFound, Detail: "its index names images, and none of them is in it"}
	default:
		return nil, false, &Error{Class: NotImage, Detail: "its index holds no image", Hint: hintNotImage}
	}
}

// add fetches a manifest to see what it is; image tells whether it is an image rather than an index.
func (f *flattener) add(ctx context.Context, d v1.Descriptor, raw []byte, depth int) (image bool, err error) {
	if raw == nil {
		if raw, err = fetchManifest(ctx, f.store, d); err != nil {
			return false, err
		}
	}
	doc, err := parseDocument(raw, d.MediaType)
	if err != nil {
		return false, err
	}
	if doc.isIndex() {
		return false, f.descend(ctx, doc.Manifests, depth+1)
	}
	if kind := doc.notImage(); kind != "" {
		if depth == 0 {
			return false, artifactError(kind)
		}
		return false, nil
	}
	f.children = append(f.children, child{desc: d, doc: doc, platform: declared(d)})
	return true, nil
}

// descend goes through the entries of an index. A layout or an archive need not hold every image that its index names;
// what was left out of it is not part of the source.
func (f *flattener) descend(ctx context.Context, entries []v1.Descriptor, depth int) error {
	if depth > maxDepth {
		return malformed("indexes lie in each other deeper than %d", maxDepth)
	}
	for _, d := range entries {
		if f.seen[d.Digest] || isAttestation(d) || !mayBeImage(d) {
			continue
		}
		f.seen[d.Digest] = true
		if len(f.seen) > maxChildren {
			return malformed("its indexes name more than %d images", maxChildren)
		}
		if !f.store.has(d) {
			f.absent++
			continue
		}
		if err := f.enter(ctx, d, depth); err != nil {
			return fmt.Errorf("index entry %s: %w", d.Digest, err)
		}
	}
	return nil
}

// enter fetches only what the choice of a platform needs: an image whose platform the index says waits until it is chosen.
func (f *flattener) enter(ctx context.Context, d v1.Descriptor, depth int) error {
	platform := declared(d)
	if d.MediaType.IsImage() && platform != nil {
		f.children = append(f.children, child{desc: d, platform: platform})
		return nil
	}
	_, err := f.add(ctx, d, nil, max(depth, 1))
	return err
}

func declared(d v1.Descriptor) *Platform {
	if d.Platform == nil || d.Platform.OS == "" {
		return nil
	}
	p := platformOf(d.Platform)
	return &p
}

// isAttestation: BuildKit marks an attestation by annotation, with any type but this one to be ignored too, and by the
// platform unknown/unknown (docs/attestations/attestation-storage.md).
func isAttestation(d v1.Descriptor) bool {
	_, marked := d.Annotations["vnd.docker.reference.type"]
	return marked || platformOf(d.Platform).unknown()
}

// mayBeImage: an index may also hold signatures, charts and other artifacts.
func mayBeImage(d v1.Descriptor) bool {
	if d.ArtifactType != "" && !isConfig(types.MediaType(d.ArtifactType)) {
		return false
	}
	return d.MediaType == "" || d.MediaType.IsIndex() || d.MediaType.IsImage() || d.MediaType.IsSchema1()
}
