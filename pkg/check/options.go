package check

import (
	"fmt"
	"io"
	"runtime"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/identity"
	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/manifest"
	"github.com/hullcheck/hullcheck/pkg/policy"
)

// ImagesMode says what becomes of the images that manifests name.
type ImagesMode string

// The modes: try and report which could not be read, make that an error, or do not read them.
const (
	ImagesAuto    ImagesMode = "auto"
	ImagesRequire ImagesMode = "require"
	ImagesOff     ImagesMode = "off"
)

// ParseImagesMode reads a mode as users write it.
func ParseImagesMode(s string) (ImagesMode, error) {
	switch m := ImagesMode(s); m {
	case ImagesAuto, ImagesRequire, ImagesOff:
		return m, nil
	}
	return "", fmt.Errorf("unknown images mode %q: write auto, require or off", s)
}

// Options are what one run of Run judges, and how.
type Options struct {
	// Sources are SOURCEs as the user wrote them.
	Sources []string
	// Charts are charts that are rendered with values of their own, judged behind the Sources.
	Charts []Chart
	// Stdin is read for the SOURCE "-".
	Stdin io.Reader

	Rules     *policy.Set
	Selection Selection
	Runtime   identity.Runtime

	// Images is the mode for images that manifests name, Mappings say where to read some of them.
	Images   ImagesMode
	Mappings []*Mapping
	// Platform narrows which platforms of an index are judged; nil is the default of the contract: all of an image
	// SOURCE, those that the pod may run on for others.
	Platform *image.Selector
	// Deep reads every layer of remote images where a chosen rule asks for the tree.
	Deep   bool
	Opener Opener
	// Build says how Dockerfiles are built.
	Build Build

	// Agreed are the exceptions and the baseline.
	Agreed Agreed

	// Fixer makes edits for the findings; nil for none, which is faster.
	Fixer Fixer

	// Manifests reads manifests; its renderers are what Kustomize and Helm sources need.
	Manifests manifest.Reader
	// Jobs bounds how much is judged at once: 0 is a bound that suits waiting for registries.
	Jobs int

	// Answers asks Run for Result.Answers.
	Answers bool

	Tool finding.Tool
}

func (o Options) withDefaults() Options {
	if o.Jobs <= 0 {
		o.Jobs = max(4, runtime.GOMAXPROCS(0))
	}
	if o.Images == "" {
		o.Images = ImagesAuto
	}
	if o.Runtime == "" {
		o.Runtime = identity.Containerd
	}
	if o.Selection.Profile == "" {
		o.Selection.Profile = Hardened
	}
	if o.Selection.KubernetesMinor == 0 {
		o.Selection.KubernetesMinor = NewestKnown
	}
	return o
}
