package image

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/sync/errgroup"
)

// parallel is how many platforms of one index are fetched at the same time.
const parallel = 4

// loadRoot reads the images of one root that the selector wants. It returns what could be read beside the errors of what
// could not.
func (o *Opener) loadRoot(ctx context.Context, s store, r root, sel Selector) ([]*Image, error) {
	children, single, err := flatten(ctx, s, r)
	if err != nil {
		return nil, err
	}
	if single {
		img, err := o.load(ctx, s, children[0])
		return compact(img), err
	}
	children, errPlatforms := o.findPlatforms(ctx, s, children)
	chosen, err := choosePlatforms(children, sel)
	if err != nil {
		return nil, errors.Join(errPlatforms, err)
	}
	images, err := o.loadAll(ctx, s, chosen)
	return images, errors.Join(errPlatforms, err)
}

func compact(img *Image) []*Image {
	if img == nil {
		return nil
	}
	return []*Image{img}
}

// findPlatforms reads the config of each child whose platform the index leaves out, and drops those that turn out to be
// no images.
func (o *Opener) findPlatforms(ctx context.Context, s store, children []child) ([]child, error) {
	var found []child
	var errs []error
	for _, c := range children {
		if c.platform == nil {
			img, err := o.load(ctx, s, c)
			if ClassOf(err) == NotImage {
				continue
			}
			if err != nil {
				errs = append(errs, err)
				continue
			}
			c.platform = &img.Platform
		}
		found = append(found, c)
	}
	return found, errors.Join(errs...)
}

func choosePlatforms(children []child, sel Selector) ([]child, error) {
	there := make([]Platform, len(children))
	names := make([]string, len(children))
	for i, c := range children {
		there[i], names[i] = *c.platform, c.platform.String()
	}
	var chosen []child
	for _, i := range sel.pick(there) {
		chosen = append(chosen, children[i])
	}
	if len(chosen) == 0 && len(children) > 0 {
		return nil, &Error{
			Class: NoPlatform, Hint: "name one of these platforms, or all",
			Detail: fmt.Sprintf("its index has %s", strings.Join(names, ", ")),
		}
	}
	return chosen, nil
}

func (o *Opener) loadAll(ctx context.Context, s store, children []child) ([]*Image, error) {
	images := make([]*Image, len(children))
	errs := make([]error, len(children))
	var group errgroup.Group
	group.SetLimit(parallel)
	for i, c := range children {
		group.Go(func() error {
			if images[i], errs[i] = o.load(ctx, s, c); errs[i] != nil {
				errs[i] = fmt.Errorf("%s: %w", c.platform, errs[i])
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	var read []*Image
	var failed []error
	for i, img := range images {
		if errs[i] == nil {
			read = append(read, img)
		} else if ClassOf(errs[i]) != NotImage {
			failed = append(failed, errs[i])
		}
	}
	if len(read) == 0 && len(failed) == 0 {
		return nil, &Error{Class: NotImage, Detail: "its index holds no image", Hint: hintNotImage}
	}
	return read, errors.Join(failed...)
}
