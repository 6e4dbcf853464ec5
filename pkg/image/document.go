package image

import (
	"encoding/json"
	"fmt"
	"slices"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

// document is an image manifest or an index. Which one it is, its own fields say and not only its media type, which a
// careless server may have lost. One that has the fields of both is refused: two readers would see two images in it
// (CVE-2021-41190).
type document struct {
	SchemaVersion int               `json:"schemaVersion"`
	MediaType     types.MediaType   `json:"mediaType"`
	ArtifactType  string            `json:"artifactType"`
	Config        *v1.Descriptor    `json:"config"`
	Layers        []v1.Descriptor   `json:"layers"`
	Manifests     []v1.Descriptor   `json:"manifests"`
	FSLayers      []json.RawMessage `json:"fsLayers"`
}

func parseDocument(raw []byte, declared types.MediaType) (*document, error) {
	var d document
	if err := json.Unmarshal(raw, &d); err != nil {
		return nil, malformed("parse image manifest: %w", err)
	}
	switch {
	case d.SchemaVersion == 1 || len(d.FSLayers) > 0:
		return nil, &Error{
			Class: NotImage, Detail: "its image manifest is of schema version 1, which runtimes no longer pull",
			Hint: "push the image again with a current tool",
		}
	case d.Manifests != nil && (d.Layers != nil || d.Config != nil):
		return nil, malformed("it is an image manifest and an index at once")
	case d.Manifests != nil:
		return &d, d.checkIndex(declared)
	case d.Config == nil:
		return nil, malformed("it is neither an image manifest nor an index")
	case slices.ContainsFunc(append(d.Layers, *d.Config), hasNoSize):
		return nil, malformed("a part of it has a negative size")
	case len(d.Layers) > maxLayers:
		return nil, malformed("%d layers are more than the limit of %d", len(d.Layers), maxLayers)
	case declared.IsIndex() || d.MediaType.IsIndex():
		return nil, malformed("it is an image manifest and calls itself an index")
	default:
		return &d, nil
	}
}

func hasNoSize(d v1.Descriptor) bool { return d.Size < 0 }

func (d *document) isIndex() bool { return d.Manifests != nil }

func (d *document) checkIndex(declared types.MediaType) error {
	if declared.IsImage() || d.MediaType.IsImage() {
		return malformed("it is an index and calls itself an image manifest")
	}
	if slices.ContainsFunc(d.Manifests, hasNoSize) {
		return malformed("an entry of the index has a negative size")
	}
	if len(d.Manifests) > maxChildren {
		return malformed("%d entries of an index are more than the limit of %d", len(d.Manifests), maxChildren)
	}
	return nil
}

// notImage says what an image manifest describes instead of an image, or "". Old registries hold configs without a proper
// media type, which containerd takes for image configs too.
func (d *document) notImage() string {
	switch {
	case d.ArtifactType != "" && !isConfig(types.MediaType(d.ArtifactType)):
		return d.ArtifactType
	case isConfig(d.Config.MediaType), d.Config.MediaType == "", d.Config.MediaType == "application/octet-stream":
		return ""
	default:
		return string(d.Config.MediaType)
	}
}

func isConfig(t types.MediaType) bool { return t == types.OCIConfigJSON || t == types.DockerConfigJSON }

// knownArtifacts are configs of things that people do store beside images.
var knownArtifacts = map[string]string{
	"application/vnd.cncf.helm.config.v1+json":            "a Helm chart",
	"application/vnd.wasm.config.v0+json":                 "a WebAssembly module",
	"application/vnd.wasm.config.v1+json":                 "a WebAssembly module",
	"application/vnd.docker.plugin.v1+json":               "a docker plugin",
	"application/vnd.docker.attestation.manifest.v1+json": "an attestation",
	"application/vnd.cncf.openpolicyagent.config.v1+json": "a bundle of policies",
	"application/vnd.dev.cosign.artifact.sig.v1+json":     "a signature",
	"application/vnd.docker.ai.model.config.v0.1+json":    "a model",
	"application/vnd.buildkit.cacheconfig.v0":             "a build cache",
	string(types.OCIEmptyJSON):                            "an artifact",
}

func artifactError(kind string) error {
	what := knownArtifacts[kind]
	if what == "" {
		what = "an artifact"
	}
	return &Error{
		Class: NotImage, Detail: fmt.Sprintf("it is %s (%s)", what, kind),
		Hint: hintNotImage,
	}
}
