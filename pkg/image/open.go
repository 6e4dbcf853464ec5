package image

import (
	"context"
	"errors"
	"fmt"
)

// Request is what to open.
type Request struct {
	Source    Source
	Platforms Selector
	// Ref is the reference by which manifests call the image, "" where the source is judged for itself. With it, one image
	// is wanted: where a layout or an archive holds several, the name must tell which.
	Ref string
}

// place is a source that was opened: where its parts are, and what it holds.
type place struct {
	store store
	roots []root
	// nameless: what the source calls an image manifest's digest is of our own making.
	nameless bool
	// unverified: nothing outside the image vouches for its bytes.
	unverified bool
}

// Open reads the config of every platform of the image that is asked for. Its layers are read when its Files are asked.
// Where only some platforms could be read, it returns these together with an error.
func (o *Opener) Open(ctx context.Context, req Request) ([]*Image, error) {
	images, err := o.open(ctx, req)
	if err != nil {
		err = fmt.Errorf("open %s: %w", req.Source, err)
	}
	return images, err
}

func (o *Opener) open(ctx context.Context, req Request) ([]*Image, error) {
	whole, err := req.Source.whole()
	if err != nil {
		return nil, err
	}
	p, err := o.places.do(ctx, whole.String(), func() (*place, error) { return o.place(ctx, whole) })
	if err != nil {
		return nil, err
	}
	roots, err := p.choose(req)
	if err != nil {
		return nil, err
	}
	var all []*Image
	var errs []error
	for _, r := range roots {
		images, err := o.loadRoot(ctx, p.store, r, req.Platforms)
		if req.Ref != "" {
			var unclear error
			images, unclear = onePerPlatform(images, len(r.descs) > 1)
			err = errors.Join(err, unclear)
		}
		errs = append(errs, err)
		src, name := req.Source, req.Source.name()
		if len(roots) > 1 {
			src, name = p.as(src, r)
		}
		all = append(all, p.call(images, src, name)...)
	}
	return all, errors.Join(errs...)
}

func (o *Opener) place(ctx context.Context, src Source) (*place, error) {
	switch src.Kind {
	case Registry:
		return o.registry.place(ctx, src.Ref)
	case Layout:
		return layoutPlace(src.Path, o.options.Layers)
	case Archive:
		return archivePlace(ctx, src.Path, o.options.Layers)
	case Daemon:
		return daemonPlace(ctx, src.Ref, o.options)
	default:
		return nil, fmt.Errorf("%q: %w", src, ErrScheme)
	}
}

// call gives copies of images the name by which the user knows them: one digest may have several names in a run.
func (p *place) call(images []*Image, src Source, name string) []*Image {
	named := make([]*Image, len(images))
	for i, img := range images {
		c := *img
		c.Name, c.Source, c.Verified = name, src.String(), !p.unverified
		if p.nameless {
			c.Digest = ""
		}
		named[i] = &c
	}
	return named
}

// onePerPlatform: one reference means one image a platform. Of an index a node takes the first that fits; images that only
// lie side by side in a layout have no such order. Windows images differ by a version that is not looked at here.
func onePerPlatform(images []*Image, sideBySide bool) ([]*Image, error) {
	first := map[Platform]*Image{}
	var kept []*Image
	for _, img := range images {
		before, taken := first[img.Platform]
		switch {
		case !taken || img.Platform.OS == "windows":
			first[img.Platform] = img
			kept = append(kept, img)
		case sideBySide:
			return nil, &Error{
				Class: Malformed, Hint: "say which by tag or digest",
				Detail: fmt.Sprintf("it holds several images for %s: %s, %s", img.Platform, before.Digest, img.Digest),
			}
		}
	}
	return kept, nil
}
