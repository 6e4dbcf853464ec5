package imagetest

import (
	"fmt"
	"slices"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

// Spec describes one image. Config fields go into the image config as they are.
type Spec struct {
	User       string            `json:"user,omitempty"`
	Env        []string          `json:"env,omitempty"`
	Entrypoint []string          `json:"entrypoint,omitempty"`
	Cmd        []string          `json:"cmd,omitempty"`
	Workdir    string            `json:"workdir,omitempty"`
	Volumes    []string          `json:"volumes,omitempty"`
	Exposed    []string          `json:"exposed,omitempty"`
	Labels     map[string]string `json:"labels,omitempty"`
	// History has one string a step, oldest first; steps beyond the number of layers are marked as empty layers.
	History []string `json:"history,omitempty"`
	// Platform is os/arch[/variant]; "" is linux/amd64.
	Platform string `json:"platform,omitempty"`
	// Layers are in order, base first.
	Layers [][]Entry `json:"layers,omitempty"`
	// Compression of the layers; "" is Gzip.
	Compression Compression `json:"compression,omitempty"`
	// Docker asks for Docker's media types instead of the OCI's.
	Docker bool `json:"docker,omitempty"`
}

// Image builds the image that s describes.
func (s Spec) Image(contents Contents) (v1.Image, error) {
	layers := make([]v1.Layer, 0, len(s.Layers))
	for i, entries := range s.Layers {
		l, err := Layer(entries, contents, s.Compression)
		if err != nil {
			return nil, fmt.Errorf("layer %d: %w", i, err)
		}
		layers = append(layers, l)
	}
	return s.ImageOf(layers...)
}

// ImageOf builds an image with s's config over ready layers; s.Layers is not looked at.
func (s Spec) ImageOf(layers ...v1.Layer) (v1.Image, error) {
	base := empty.Image
	if !s.Docker {
		base = mutate.ConfigMediaType(mutate.MediaType(base, types.OCIManifestSchema1), types.OCIConfigJSON)
	}
	img, err := mutate.AppendLayers(base, layers...)
	if err != nil {
		return nil, fmt.Errorf("append layers: %w", err)
	}
	file, err := img.ConfigFile()
	if err != nil {
		return nil, fmt.Errorf("read config: %w", err)
	}
	platform, err := s.platform()
	if err != nil {
		return nil, err
	}
	file = file.DeepCopy()
	file.OS, file.Architecture, file.Variant = platform.OS, platform.Architecture, platform.Variant
	file.OSVersion = platform.OSVersion
	file.Config = s.config()
	file.History = s.history(len(layers))
	if img, err = mutate.ConfigFile(img, file); err != nil {
		return nil, fmt.Errorf("set config: %w", err)
	}
	return img, nil
}

func (s Spec) platform() (*v1.Platform, error) {
	if s.Platform == "" {
		return &v1.Platform{OS: "linux", Architecture: "amd64"}, nil
	}
	p, err := v1.ParsePlatform(s.Platform)
	if err != nil {
		return nil, fmt.Errorf("parse platform: %w", err)
	}
	return p, nil
}

func (s Spec) config() v1.Config {
	return v1.Config{
		User: s.User, Env: s.Env, Entrypoint: s.Entrypoint, Cmd: s.Cmd, WorkingDir: s.Workdir,
		Volumes: set(s.Volumes), ExposedPorts: set(s.Exposed), Labels: s.Labels,
	}
}

func (s Spec) history(layers int) []v1.History {
	if len(s.History) == 0 {
		return slices.Repeat([]v1.History{{CreatedBy: "imagetest"}}, layers)
	}
	steps := make([]v1.History, 0, len(s.History))
	for i, by := range s.History {
		steps = append(steps, v1.History{CreatedBy: by, EmptyLayer: i >= layers})
	}
	return steps
}

func set(names []string) map[string]struct{} {
	if len(names) == 0 {
		return nil
	}
	m := make(map[string]struct{}, len(names))
	for _, n := range names {
		m[n] = struct{}{}
	}
	return m
}
