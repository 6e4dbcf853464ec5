package check

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/image"
)

// reader is the Images of one run: it applies the image map, opens each image once and remembers what became of it.
type reader struct {
	opener   Opener
	mappings mappings
	// platform, where set, is the --platform that overrides what the pods' node selectors say.
	platform *image.Selector
	// off: images are not read (--images off); nobody then calls Read.
	off bool
	// slots bounds how many images are opened at once.
	slots chan struct{}
	// deep reads all of remote images.
	deep bool
	// build says how Dockerfiles are built, and predictions what they come to.
	build       Build
	predictions predictions

	mu      sync.Mutex
	entries map[string]*readingEntry
}

// readingEntry is one image reference, for one choice of platforms.
type readingEntry struct {
	once sync.Once
	ref  string
	// base: a Dockerfile names it.
	base bool
	// mapping is what the image map says of the reference, nil where it says nothing.
	mapping *Mapping
	images  []*image.Image
	err     error
}

func newReader(o Options) *reader {
	return &reader{
		opener: o.Opener, mappings: newMappings(o.Mappings), platform: o.Platform,
		slots: make(chan struct{}, o.Jobs), entries: map[string]*readingEntry{},
		off: o.Images == ImagesOff, deep: o.Deep, build: o.Build,
	}
}

// Read opens the image that a manifest calls ref.
func (r *reader) Read(ctx context.Context, ref string, want []image.Platform) Reading {
	if ref == "" {
		return Reading{Asked: true, Unread: "the container names no image"}
	}
	e := r.entry(ref, want)
	selector := image.Prefer(want...)
	if r.platform != nil {
		selector = *r.platform
	}
	e.once.Do(func() { r.open(ctx, e, want, selector, nil) })
	readable, err := e.read()
	out := Reading{Asked: true, Images: readable}
	if err != nil {
		out.Unread = err.Error()
	}
	return out
}

func (r *reader) entry(ref string, want []image.Platform) *readingEntry {
	var asked []string
	if r.platform == nil {
		for _, p := range want {
			asked = append(asked, p.String())
		}
	}
	return r.entryOf(ref, strings.Join(asked, " "), false)
}

// entryOf is the entry of a reference, one for each way in which it is asked for.
func (r *reader) entryOf(ref, asked string, base bool) *readingEntry {
	r.mu.Lock()
	defer r.mu.Unlock()
	k := ref + " " + asked
	e, ok := r.entries[k]
	if !ok {
		e = &readingEntry{ref: ref, base: base}
		r.entries[k] = e
	}
	return e
}

func (r *reader) open(
	ctx context.Context, e *readingEntry, want []image.Platform, selector image.Selector, via []string,
) {
	src, err := r.sourceOf(e)
	switch {
	case err != nil:
		e.err = err
		return
	case e.mapping != nil && e.mapping.Source.Kind == Dockerfile:
		// It takes no slot: the images that it rests on do.
		p, err := r.predict(ctx, e.mapping.Source.Path, r.buildPlatform(want), via)
		if err != nil {
			e.err = fmt.Errorf("read Dockerfile: %w", err)
			return
		}
		e.images = []*image.Image{p.Image}
		return
	}
	select {
	case r.slots <- struct{}{}:
		defer func() { <-r.slots }()
	case <-ctx.Done():
		e.err = fmt.Errorf("read image: %w", context.Cause(ctx))
		return
	}
	e.images, e.err = openGuarded(ctx, r.opener, image.Request{Source: src, Platforms: selector, Ref: e.ref})
}

// sourceOf is where to read a reference: where the image map says, else its registry.
func (r *reader) sourceOf(e *readingEntry) (image.Source, error) {
	m := r.mappings.find(e.ref)
	e.mapping = m
	if m == nil {
		if _, err := image.ParseRef(e.ref); err != nil {
			return image.Source{}, err
		}
		return image.Source{Kind: image.Registry, Ref: e.ref}, nil
	}
	return m.Source.Image, nil
}

// report lists what became of every reference, one entry a platform.
func (r *reader) report() (images []finding.Image, failures []imageFailure) {
	r.mu.Lock()
	defer r.mu.Unlock()
	seen := map[string]bool{}
	for _, e := range r.entries {
		entries, err := e.report()
		for _, i := range entries {
			key := i.Ref + " " + i.Platform + " " + i.Digest + " " + i.Unread
			if !seen[key] {
				seen[key] = true
				images = append(images, i)
			}
		}
		if err != nil {
			failures = append(failures, imageFailure{ref: e.ref, mapping: e.mapping, base: e.base, err: err})
		}
	}
	return images, failures
}

// imageFailure is an image that a manifest, or a Dockerfile as a base, names and that could not be read.
type imageFailure struct {
	ref     string
	mapping *Mapping
	base    bool
	err     error
}

// read gives the platforms that could be read, and why others could not.
func (e *readingEntry) read() (readable []*image.Image, err error) {
	err = e.err
	for _, img := range e.images {
		if failed := Failure(img); failed == nil {
			readable = append(readable, img)
		} else if err == nil {
			err = failed
		}
	}
	return readable, err
}

func (e *readingEntry) report() ([]finding.Image, error) {
	readable, err := e.read()
	out := make([]finding.Image, 0, len(readable)+1)
	for _, img := range readable {
		verified := img.Verified
		out = append(out, finding.Image{
			Ref: e.ref, Source: img.Source, Digest: img.Digest, Platform: img.Platform.String(),
			User: userOf(img), Verified: &verified,
		})
	}
	if err != nil {
		unread := finding.Image{Ref: e.ref, Unread: err.Error()}
		if e.mapping != nil {
			unread.Source = e.mapping.Source.String()
		}
		out = append(out, unread)
	}
	return out, err
}

// userOf is the USER of an image as the report has it: nil where a prediction does not know it.
func userOf(img *image.Image) *string {
	if img.Config.Unknown["user"] != "" {
		return nil
	}
	return &img.Config.User
}
