package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"

	"go.yaml.in/yaml/v3"
)

// placesPage tells how hullcheck comes to the places where people work.
const placesPage = "docs/places.md"

// places are the inputs of the GitHub Action and of the GitLab template.
type places struct{ Action, GitLab []placeInput }

type placeInput struct{ Name, About, Default string }

func addPlaces(files map[string][]byte, root string) error {
	var p places
	for _, place := range []struct {
		file   string
		path   []string
		inputs *[]placeInput
	}{
		{"action.yml", []string{"inputs"}, &p.Action},
		{"templates/check.yml", []string{"spec", "inputs"}, &p.GitLab},
	} {
		raw, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(place.file)))
		if err != nil {
			return fmt.Errorf("read inputs: %w", err)
		}
		var doc yaml.Node
		if err := yaml.NewDecoder(bytes.NewReader(raw)).Decode(&doc); err != nil || len(doc.Content) == 0 {
			return fmt.Errorf("read inputs of %s: %w", place.file, err)
		}
		at := doc.Content[0]
		for _, name := range place.path {
			at = value(at, name)
		}
		for name, in := range properties(at) {
			*place.inputs = append(*place.inputs, placeInput{name, text(in, "description"), text(in, "default")})
		}
	}
	return addFile(files, placesPage, "places.md.tmpl", p)
}
