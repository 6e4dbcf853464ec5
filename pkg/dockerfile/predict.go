package dockerfile

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/parser"

	"github.com/hullcheck/hullcheck/pkg/dockerfile/known"
	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// Error is a Dockerfile that BuildKit refuses, with its own words and the place.
type Error struct {
	Err      error
	Location finding.Location
}

func (e *Error) Error() string { return e.Err.Error() }

func (e *Error) Unwrap() error { return e.Err }

// Predict says what image a Dockerfile would give.
//
// A file that the build would refuse is an *Error. A RUN that would fail is not one, since that cannot be told for certain:
// it is a note.
func Predict(ctx context.Context, opt Options) (*Prediction, error) {
	opt, err := opt.withDefaults()
	if err != nil {
		return nil, err
	}
	src, err := parse(opt)
	if err != nil {
		return nil, located(err, newText(opt.File, opt.Content))
	}
	if err := src.guard(opt); err != nil {
		return nil, located(err, src.text)
	}
	ctxs, err := newContexts(opt)
	if err != nil {
		return nil, err
	}
	c := &converter{opt: opt, contexts: ctxs, bases: &bases{
		from: opt.Bases, platform: opt.Platform, names: mentioned(opt.Content), read: map[string]*base{}, layouts: ctxs.layouts,
	}}
	convs, err := c.conversions(ctx)
	if err != nil {
		return nil, located(err, src.text)
	}
	p, err := c.predict(ctx, src, convs)
	if err != nil {
		return nil, fmt.Errorf("predict files of %s: %w", opt.File, err)
	}
	return p, nil
}

// located gives an error of the converter its place.
func located(err error, t *text) error {
	var at *parser.LocationError
	e := &Error{Err: err, Location: finding.Location{File: t.file}}
	if errors.As(err, &at) && len(at.Locations) > 0 {
		e.Location = t.ranges(at.Locations[0])
	}
	return e
}

// conversions are one where every base image is known, else one for each probe.
func (c *converter) conversions(ctx context.Context) ([]*conversion, error) {
	all := probes()
	unset, err := c.convert(ctx, all[1])
	if err == nil && !c.bases.uncertain() {
		return []*conversion{unset}, nil
	}
	if err != nil && !c.bases.uncertain() {
		return nil, err
	}
	var out []*conversion
	for i, p := range all {
		conv, probeErr := unset, err
		if i != 1 {
			if conv, probeErr = c.convert(ctx, p); probeErr != nil {
				conv, probeErr = c.convert(ctx, p.numeric())
			}
		}
		if probeErr == nil {
			out = append(out, conv)
		} else if err == nil {
			err = fmt.Errorf("an instruction depends on a base image that could not be read: %w", probeErr)
		}
	}
	// Without the first or the second probe the others do not tell what depends on the base image. The second fails where
	// a variable must be set (${X:?}): then it is set in every image that comes to be.
	if len(out) < 2 {
		return nil, err
	}
	return out, nil
}

func (c *converter) predict(ctx context.Context, src *source, convs []*conversion) (*Prediction, error) {
	stages := src.tree(c.opt, c.contexts)
	target, _ := src.target(c.opt.Target)
	p := &Prediction{Stages: stages, Chain: chain(stages, target), Target: stages[target].Name}
	root, because := c.chainBase(stages[p.Chain[0]])
	var open map[string]string
	if root != nil {
		open = root.open()
	}
	config := agree(convs, because, open)
	f := &facts{c: c, src: src, convs: convs, p: p, root: root, config: config}
	f.gather()
	p.Image = &image.Image{
		Name: c.opt.File, Source: "dockerfile:" + c.opt.File, Platform: c.opt.Platform, Config: config,
	}
	var err error
	p.Image.Files, err = f.files(ctx, because)
	return p, err
}

// chainBase is the image that the target's first stage is made FROM, nil for scratch, and the reason to give for what
// depends on an image that is not known.
func (c *converter) chainBase(first Stage) (*base, string) {
	var unread []string
	var root *base
	platform := first.Platform
	if platform == "" {
		platform = c.opt.Platform.String()
	}
	for _, b := range c.bases.list() {
		if sameRef(b.ref, first.Base) && (root == nil || b.platform.String() == platform) {
			root = b
		}
		if b.img == nil {
			unread = append(unread, b.why())
			continue
		}
		for _, why := range b.img.Config.Unknown {
			unread = append(unread, why)
		}
	}
	slices.Sort(unread)
	switch {
	case root != nil && root.img == nil:
		return root, root.why()
	case len(unread) > 0:
		return root, unread[0]
	}
	return root, ""
}

// sameRef compares a reference as written with a qualified one.
func sameRef(qualified, written string) bool {
	if qualified == written {
		return true
	}
	n, err := normal(written)
	return err == nil && n == qualified
}

// files are the predicted file system.
func (f *facts) files(ctx context.Context, because string) (rootfs.Files, error) {
	if f.c.opt.Platform.OS == "windows" {
		return known.Over(known.Unread("files of windows images are not predicted"), "/"), nil
	}
	var trees []*known.Tree
	for i, conv := range f.convs {
		t, w, err := f.c.walk(ctx, conv)
		if err != nil {
			return nil, err
		}
		if w.s.Exhausted() {
			t = known.Over(known.Unread("the file is too complicated to follow"), "/")
		}
		trees = append(trees, t)
		if i == 0 {
			f.steps(w)
		}
	}
	if len(trees) == 1 {
		return trees[0], nil
	}
	return agreed{trees, because}, nil
}

func quoteless(s string) string { return strings.Trim(s, `"'`) }
