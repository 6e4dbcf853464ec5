package cli

import (
	"github.com/hullcheck/hullcheck/pkg/manifest"
	"github.com/hullcheck/hullcheck/pkg/manifest/kustomize"
)

// manifests is what reads manifests and builds the folders that are more than files.
func manifests() manifest.Reader {
	return manifest.Reader{Renderers: []manifest.Renderer{&kustomize.Renderer{}}}
}
