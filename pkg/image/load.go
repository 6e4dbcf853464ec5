package image

import (
	"context"

	v1 "github.com/google/go-containerregistry/pkg/v1"
)

// load reads manifest and config of one child. The same digest of the same store is read once in a run.
func (o *Opener) load(ctx context.Context, s store, c child) (*Image, error) {
	return o.images.do(ctx, s.key()+"@"+c.desc.Digest.String(), func() (*Image, error) {
		d, err := o.describe(ctx, s, c)
		if err != nil {
			return nil, err
		}
		img := d.Image
		if c.platform != nil {
			img.Platform = *c.platform // it is by the index that a node chooses
		}
		img.Files, err = s.files(ctx, d.layers)
		return &img, err
	})
}

// described is what manifest and config say.
type described struct {
	Image
	layers []layer
}

// describe asks the memory before it asks a registry. Other stores are not remembered: their bytes may change.
func (o *Opener) describe(ctx context.Context, s store, c child) (*described, error) {
	repo, remote := s.(*repository)
	if !remote || o.options.Memory == nil {
		return describe(ctx, s, c)
	}
	key := MemoryKey(repo.host()+"/"+repo.name.RepositoryStr(), c.desc.Digest.String())
	if d := o.options.Memory.Get(key); d != nil {
		return &described{d.Image, d.layers()}, nil
	}
	d, err := describe(ctx, s, c)
	if err == nil {
		o.options.Memory.Put(key, pack(d))
	}
	return d, err
}

func describe(ctx context.Context, s store, c child) (*described, error) {
	doc := c.doc
	if doc == nil {
		raw, err := fetchManifest(ctx, s, c.desc)
		if err != nil {
			return nil, err
		}
		if doc, err = parseDocument(raw, c.desc.MediaType); err != nil {
			return nil, err
		}
	}
	if doc.isIndex() {
		return nil, malformed("%s is an index where an image was to be", c.desc.Digest)
	}
	if kind := doc.notImage(); kind != "" {
		return nil, artifactError(kind)
	}
	raw, err := fetchConfig(ctx, s, *doc.Config)
	if err != nil {
		return nil, err
	}
	file, err := parseConfig(raw)
	if err != nil {
		return nil, err
	}
	layers, err := layersOf(doc, file)
	if err != nil {
		return nil, err
	}
	d := &described{layers: layers, Image: Image{
		Digest: c.desc.Digest.String(), Config: configOf(file), Platform: platformOf(file.Platform()),
	}}
	if d.Platform.unknown() {
		return nil, artifactError("application/vnd.docker.attestation.manifest.v1+json")
	}
	return d, nil
}

// layersOf joins the layers of the manifest with the diff IDs of the config. Runtimes refuse an image where they do not
// pair up.
func layersOf(doc *document, file *v1.ConfigFile) ([]layer, error) {
	ids := file.RootFS.DiffIDs
	if len(ids) != len(doc.Layers) {
		return nil, malformed("the image manifest has %d layers and the config %d diff IDs", len(doc.Layers), len(ids))
	}
	layers := make([]layer, len(ids))
	for i, d := range doc.Layers {
		if ids[i].Algorithm != "sha256" {
			return nil, malformed("diff ID %s: only sha256 is in use", ids[i])
		}
		layers[i] = layer{Descriptor: d, diffID: ids[i]}
	}
	return layers, nil
}
