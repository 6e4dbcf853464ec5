package ruleexamples

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"sigs.k8s.io/yaml"
)

const (
	imageSuffix      = ".image.yaml"
	manifestSuffix   = ".yaml"
	dockerfileSuffix = ".Dockerfile"
)

// Example is one file testdata/bad_NAME.yaml or good_NAME.yaml of a rule, or one with the ending .Dockerfile, with the image
// beside it, if any.
type Example struct {
	// Rule is the ID of the rule that fires on the example, or must not.
	Rule string
	// Name is the file's name without its folder.
	Name string
	// Bad tells what the rule must say; it is Name's prefix.
	Bad bool
	// Dockerfile: Text is a Dockerfile.
	Dockerfile bool
	// Text is the file: a Dockerfile, a manifest, or, for rules of kind image, an image.
	Text []byte
	// ImageText is the file NAME.image.yaml beside a manifest or a Dockerfile, nil where there is none.
	ImageText []byte
	// Image is what Text describes, for rules of kind image; else what ImageText does: the image that every container of
	// the manifest names, or that the Dockerfile is made FROM. It is nil where the example is judged without.
	Image *Image
}

// Of reads the examples of one rule, in the order of their names, from the tree that holds CATEGORY/NAME folders.
func Of(policies fs.FS, rule string) ([]Example, error) {
	dir := path.Join(strings.ReplaceAll(rule, "-", "_"), "testdata")
	entries, err := fs.ReadDir(policies, dir)
	if err != nil {
		return nil, fmt.Errorf("read examples of %s: %w", rule, err)
	}
	var out []Example
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), imageSuffix) {
			continue
		}
		x, err := read(policies, dir, rule, e.Name())
		if err != nil {
			return nil, fmt.Errorf("read example %s: %w", path.Join(dir, e.Name()), err)
		}
		out = append(out, x)
	}
	return out, nil
}

func read(policies fs.FS, dir, rule, name string) (Example, error) {
	x := Example{Rule: rule, Name: name, Bad: strings.HasPrefix(name, "bad_")}
	x.Dockerfile = path.Ext(name) == dockerfileSuffix
	if path.Ext(name) != manifestSuffix && !x.Dockerfile || !x.Bad && !strings.HasPrefix(name, "good_") {
		return x, errors.New("an example is called bad_NAME or good_NAME, and .yaml or .Dockerfile")
	}
	var err error
	if x.Text, err = fs.ReadFile(policies, path.Join(dir, name)); err != nil {
		return x, err
	}
	description := x.Text
	if x.Dockerfile || !strings.HasPrefix(rule, "image/") {
		x.ImageText, err = fs.ReadFile(policies, path.Join(dir, x.imageName()))
		if errors.Is(err, fs.ErrNotExist) {
			return x, nil
		}
		description = x.ImageText
	}
	if err != nil {
		return x, err
	}
	x.Image = new(Image)
	return x, yaml.UnmarshalStrict(description, x.Image)
}

func (x Example) imageName() string {
	return strings.TrimSuffix(x.Name, path.Ext(x.Name)) + imageSuffix
}

// Language is that of Text, as Markdown names it.
func (x Example) Language() string {
	if x.Dockerfile {
		return "dockerfile"
	}
	return "yaml"
}
