package imagetest

import (
	"fmt"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/partial"
	"github.com/google/go-containerregistry/pkg/v1/static"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

// Index makes an image index of images, each under the platform of its own config.
func Index(images ...v1.Image) (v1.ImageIndex, error) {
	idx := mutate.IndexMediaType(empty.Index, types.OCIImageIndex)
	for i, img := range images {
		file, err := img.ConfigFile()
		if err != nil {
			return nil, fmt.Errorf("image %d: read config: %w", i, err)
		}
		idx = mutate.AppendManifests(idx, mutate.IndexAddendum{
			Add: img, Descriptor: v1.Descriptor{Platform: file.Platform()},
		})
	}
	return idx, nil
}

// Attestation is a form in which BuildKit stores a provenance or SBOM beside an image in its index.
type Attestation string

// The two storage forms of BuildKit's docs/attestations/attestation-storage.md.
const (
	// ImageAttestation has a config that looks like an image's, with an empty USER (oci-artifact=false).
	ImageAttestation Attestation = "image"
	// ArtifactAttestation is an OCI artifact manifest with a subject and the empty config.
	ArtifactAttestation Attestation = "artifact"
)

// Attest adds an attestation of img to idx, in the given form.
func Attest(idx v1.ImageIndex, img v1.Image, form Attestation) (v1.ImageIndex, error) {
	subject, err := img.Digest()
	if err != nil {
		return nil, fmt.Errorf("digest image: %w", err)
	}
	att, err := attestation(img, form)
	if err != nil {
		return nil, err
	}
	return mutate.AppendManifests(idx, mutate.IndexAddendum{Add: att, Descriptor: v1.Descriptor{
		Platform: &v1.Platform{OS: "unknown", Architecture: "unknown"},
		Annotations: map[string]string{
			"vnd.docker.reference.type":   "attestation-manifest",
			"vnd.docker.reference.digest": subject.String(),
		},
	}}), nil
}

func attestation(img v1.Image, form Attestation) (v1.Image, error) {
	statement := static.NewLayer([]byte(`{"_type":"https://in-toto.io/Statement/v0.1"}`), inToto)
	if form == ImageAttestation {
		return Spec{Platform: "unknown/unknown"}.ImageOf(statement)
	}
	subject, err := partial.Descriptor(img)
	if err != nil {
		return nil, fmt.Errorf("describe image: %w", err)
	}
	return Artifact{
		Type: "application/vnd.docker.attestation.manifest.v1+json", Subject: subject,
		Layers: []v1.Layer{statement},
	}.Image()
}

const inToto types.MediaType = "application/vnd.in-toto+json"
