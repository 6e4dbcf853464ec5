package config

import (
	"encoding/json"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/jsonpointer"
)

// DefaultFile is looked for in the working directory when no other file is named.
const DefaultFile = ".hullcheck.yaml"

// Config is the content of the file. What is left out is the zero value; the defaults are those of the command line,
// whose flags also take precedence.
type Config struct {
	Version int `json:"version"`

	Sources []Source `json:"sources,omitempty"`
	// Images maps the REF that manifests write to the SOURCE that it is read from.
	Images             map[string]string `json:"images,omitempty"`
	ReadImages         ReadImages        `json:"read-images,omitempty"`
	Platform           string            `json:"platform,omitempty"`
	Deep               bool              `json:"deep,omitempty"`
	LayerReadLimit     string            `json:"layer-read-limit,omitempty"`
	CAFile             string            `json:"ca-file,omitempty"`
	InsecureRegistries []string          `json:"insecure-registries,omitempty"`

	BuildArgs     map[string]string `json:"build-args,omitempty"`
	Target        string            `json:"target,omitempty"`
	BuildContexts map[string]string `json:"build-contexts,omitempty"`
	Values        []string          `json:"values,omitempty"`
	Set           []string          `json:"set,omitempty"`

	Profile string `json:"profile,omitempty"`
	// Rules are +GLOB and -GLOB in the order in which they apply.
	Rules             []string                    `json:"rules,omitempty"`
	Severities        map[string]finding.Severity `json:"severities,omitempty"`
	Parameters        Parameters                  `json:"parameters,omitzero"`
	Policies          []string                    `json:"policies,omitempty"`
	KubernetesVersion string                      `json:"kubernetes-version,omitempty"`
	Runtime           string                      `json:"runtime,omitempty"`

	// FailOn is a severity or "never".
	FailOn     string      `json:"fail-on,omitempty"`
	Baseline   string      `json:"baseline,omitempty"`
	Exceptions []Exception `json:"exceptions,omitempty"`

	PodTemplates []PodTemplate `json:"pod-templates,omitempty"`

	Webhook Webhook `json:"webhook,omitzero"`

	source source
}

// Parameters are what rules compare with. A rule that knows a parameter documents it.
type Parameters struct {
	// MinimumUID is 0 where the file does not say.
	MinimumUID          int64    `json:"minimum-uid,omitempty"`
	AllowedCapabilities []string `json:"allowed-capabilities,omitempty"`
	AllowedRegistries   []string `json:"allowed-registries,omitempty"`
}

// PodTemplate is a kind that holds a pod template at Path, a JSON pointer to what has metadata and spec.
type PodTemplate struct {
	// Group is nil where the API group does not matter.
	Group *string `json:"group,omitempty"`
	Kind  string  `json:"kind"`
	Path  string  `json:"path"`
}

// ReadImages is the value of --images: auto, require or off.
type ReadImages string

// UnmarshalJSON reads false as "off", because YAML does.
func (r *ReadImages) UnmarshalJSON(b []byte) error {
	if string(b) == "false" {
		*r = "off"
		return nil
	}
	return json.Unmarshal(b, (*string)(r))
}

// At is the place of a value in the file, by its JSON pointer; of what is not there, the nearest parent's. Whoever finds
// fault with a value (an unknown rule, a version that is not known) says so with it.
func (c *Config) At(pointer string) finding.Location { return c.source.at(jsonpointer.Steps(pointer)) }
