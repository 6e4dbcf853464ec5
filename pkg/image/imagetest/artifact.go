package imagetest

import (
	"bytes"
	"encoding/json"
	"fmt"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/partial"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

// Artifact describes an OCI manifest that is no runnable image: a Helm chart, a WebAssembly module, an attestation.
type Artifact struct {
	// Type is the manifest's artifactType.
	Type string
	// ConfigType is the media type of the config; "" is that of the OCI empty config.
	ConfigType types.MediaType
	// Config is the config blob; nil is {}.
	Config  []byte
	Subject *v1.Descriptor
	Layers  []v1.Layer
}

// Image wraps the artifact as a v1.Image, which is how layouts and registries take it.
func (a Artifact) Image() (v1.Image, error) {
	if a.ConfigType == "" {
		a.ConfigType = types.OCIEmptyJSON
	}
	if a.Config == nil {
		a.Config = []byte("{}")
	}
	digest, size, err := v1.SHA256(bytes.NewReader(a.Config))
	if err != nil {
		return nil, fmt.Errorf("digest config: %w", err)
	}
	m := v1.Manifest{
		SchemaVersion: 2, MediaType: types.OCIManifestSchema1, ArtifactType: a.Type, Subject: a.Subject,
		Config: v1.Descriptor{MediaType: a.ConfigType, Digest: digest, Size: size},
		Layers: []v1.Descriptor{},
	}
	for i, l := range a.Layers {
		d, err := partial.Descriptor(l)
		if err != nil {
			return nil, fmt.Errorf("describe layer %d: %w", i, err)
		}
		m.Layers = append(m.Layers, *d)
	}
	raw, err := json.Marshal(m)
	if err != nil {
		return nil, fmt.Errorf("marshal manifest: %w", err)
	}
	return partial.CompressedToImage(core{raw: raw, config: a.Config, layers: a.Layers})
}

// core is what partial needs to make a v1.Image out of ready bytes.
type core struct {
	raw, config []byte
	layers      []v1.Layer
}

func (c core) RawManifest() ([]byte, error)        { return c.raw, nil }
func (c core) RawConfigFile() ([]byte, error)      { return c.config, nil }
func (c core) MediaType() (types.MediaType, error) { return types.OCIManifestSchema1, nil }

func (c core) LayerByDigest(h v1.Hash) (partial.CompressedLayer, error) {
	for _, l := range c.layers {
		if d, err := l.Digest(); err == nil && d == h {
			return l, nil
		}
	}
	return nil, fmt.Errorf("no layer %s", h)
}
