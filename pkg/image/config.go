package image

import (
	"encoding/json"
	"maps"
	"slices"

	v1 "github.com/google/go-containerregistry/pkg/v1"
)

// parseConfig reads an image config as runtimes do: one JSON value, unknown fields ignored, keys in any case.
func parseConfig(raw []byte) (*v1.ConfigFile, error) {
	var file v1.ConfigFile
	if err := json.Unmarshal(raw, &file); err != nil {
		return nil, malformed("parse image config: %w", err)
	}
	return &file, nil
}

// configOf takes over what says how to run the image. A list that is there but empty stays apart from one that is not.
func configOf(file *v1.ConfigFile) Config {
	c := Config{
		User:         file.Config.User,
		Env:          file.Config.Env,
		Entrypoint:   file.Config.Entrypoint,
		Cmd:          file.Config.Cmd,
		WorkingDir:   file.Config.WorkingDir,
		Volumes:      slices.Sorted(maps.Keys(file.Config.Volumes)),
		ExposedPorts: slices.Sorted(maps.Keys(file.Config.ExposedPorts)),
		Labels:       file.Config.Labels,
		OnBuild:      file.Config.OnBuild,
		Shell:        file.Config.Shell,
	}
	for _, h := range file.History {
		c.History = append(c.History, History{CreatedBy: h.CreatedBy, EmptyLayer: h.EmptyLayer})
	}
	return c
}
