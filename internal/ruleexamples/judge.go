package ruleexamples

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/check"
	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
	"github.com/hullcheck/hullcheck/pkg/policy"
)

// Ref is the image that the manifests of examples name, and that Dockerfiles are made FROM.
const Ref = "registry.example.com/acme/api"

// Judge judges an example by a whole set of rules, with its own rule switched on and without network. Files are written to
// the folder dir, which should be empty.
func (x Example) Judge(ctx context.Context, rules *policy.Set, dir string) (*finding.Report, error) {
	opener, err := image.NewOpener(image.Options{})
	if err != nil {
		return nil, fmt.Errorf("prepare to read images: %w", err)
	}
	defer opener.Close()
	o, err := x.options(rules, dir)
	if err != nil {
		return nil, fmt.Errorf("prepare example %s: %w", x.Name, err)
	}
	o.Opener = nowhere{opener}
	r, err := check.Run(ctx, o)
	if err != nil {
		return nil, fmt.Errorf("judge example %s: %w", x.Name, err)
	}
	return r.Report, nil
}

func (x Example) options(rules *policy.Set, dir string) (check.Options, error) {
	o := check.Options{
		Sources: []string{"-"}, Stdin: bytes.NewReader(x.Text), Rules: rules,
		Selection: check.Selection{Profile: check.Hardened, Globs: []string{"+" + x.Rule}, Parameters: x.Parameters},
	}
	if x.Dockerfile {
		file := filepath.Join(dir, "Dockerfile")
		if err := os.WriteFile(file, x.Text, 0o600); err != nil {
			return o, err
		}
		o.Sources = []string{file}
	}
	switch layout := filepath.Join(dir, "image"); {
	case x.Image == nil && !x.Dockerfile:
		o.Images = check.ImagesOff
	case x.Image == nil:
	case !x.Image.Unreadable:
		if err := x.Image.write(layout); err != nil {
			return o, err
		}
		if x.ofImage && !x.Dockerfile {
			o.Sources = []string{"oci:" + layout}
			return o, nil
		}
		fallthrough
	default:
		m, err := check.ParseMapping(Ref+"=oci:"+layout, true)
		if err != nil {
			return o, err
		}
		o.Mappings = []*check.Mapping{m}
	}
	return o, nil
}

func (i *Image) write(layout string) error {
	img, err := i.Build().Image(Contents())
	if err != nil {
		return err
	}
	return imagetest.WriteLayout(layout, imagetest.Tagged{Image: img})
}

// Fired lists the findings of an example's own rule, and tells whether another finding stands for it.
func (x Example) Fired(r *finding.Report) (fired []finding.Finding, superseded bool) {
	for _, f := range r.Findings {
		if f.Rule == x.Rule {
			fired = append(fired, f)
		}
		superseded = superseded || slices.ContainsFunc(f.Related, func(rel finding.Related) bool {
			return strings.HasPrefix(rel.Message, x.Rule+": ")
		})
	}
	return fired, superseded
}

// nowhere is an opener without network.
type nowhere struct{ check.Opener }

// Open implements check.Opener.
func (n nowhere) Open(ctx context.Context, req image.Request) ([]*image.Image, error) {
	if req.Source.Kind == image.Registry {
		return nil, errors.New("examples are judged without network: " + req.Source.String())
	}
	return n.Opener.Open(ctx, req)
}
