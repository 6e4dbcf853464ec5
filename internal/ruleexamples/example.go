package ruleexamples

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"sigs.k8s.io/yaml"

	"github.com/hullcheck/hullcheck/pkg/config"
	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/policy/input"
)

const (
	imageSuffix      = ".image.yaml"
	manifestSuffix   = ".yaml"
	dockerfileSuffix = ".Dockerfile"

	parametersFile = "parameters.yaml"
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
	// Parameters are those of the configuration that the rule's examples are judged with, from the file parameters.yaml
	// beside them, whose text is ParametersText.
	Parameters     config.Parameters
	ParametersText []byte
	// ofImage: the rule is of kind image.
	ofImage bool
}

// Of reads the examples of one built-in rule, whose category image is that of the rules of kind image.
func Of(policies fs.FS, id string) ([]Example, error) {
	r := &finding.Rule{ID: id}
	if strings.HasPrefix(id, "image/") {
		r.Input = input.KindImage
	}
	return OfRule(policies, r)
}

// OfRule reads the examples of one rule, in the order of their names, from the tree that holds CATEGORY/NAME folders.
func OfRule(policies fs.FS, rule *finding.Rule) ([]Example, error) {
	dir := path.Join(strings.ReplaceAll(rule.ID, "-", "_"), "testdata")
	entries, err := fs.ReadDir(policies, dir)
	if err != nil {
		return nil, fmt.Errorf("read examples of %s: %w", rule.ID, err)
	}
	var common Example
	if err := common.readParameters(policies, dir); err != nil {
		return nil, err
	}
	var out []Example
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), imageSuffix) || e.Name() == parametersFile {
			continue
		}
		x, err := read(policies, dir, rule, e.Name())
		if err != nil {
			return nil, fmt.Errorf("read example %s: %w", path.Join(dir, e.Name()), err)
		}
		x.Parameters, x.ParametersText = common.Parameters, common.ParametersText
		out = append(out, x)
	}
	return out, nil
}

func (x *Example) readParameters(policies fs.FS, dir string) error {
	name := path.Join(dir, parametersFile)
	text, err := fs.ReadFile(policies, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		err = yaml.UnmarshalStrict(text, &x.Parameters)
	}
	if err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	x.ParametersText = text
	return nil
}

func read(policies fs.FS, dir string, rule *finding.Rule, name string) (Example, error) {
	x := Example{Rule: rule.ID, ofImage: rule.Input == input.KindImage, Name: name, Bad: strings.HasPrefix(name, "bad_")}
	x.Dockerfile = path.Ext(name) == dockerfileSuffix
	if path.Ext(name) != manifestSuffix && !x.Dockerfile || !x.Bad && !strings.HasPrefix(name, "good_") {
		return x, errors.New("an example is called bad_NAME or good_NAME, and .yaml or .Dockerfile")
	}
	var err error
	if x.Text, err = fs.ReadFile(policies, path.Join(dir, name)); err != nil {
		return x, err
	}
	description := x.Text
	if x.Dockerfile || !x.ofImage {
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
