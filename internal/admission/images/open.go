package images

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hullcheck/hullcheck/internal/admission/flight"
	"github.com/hullcheck/hullcheck/pkg/image"
)

// opened is what a reference stood for when an account asked for it.
type opened struct {
	images []member
	// unread is why a platform is missing that the image has; "" where none is.
	unread   string
	byDigest bool
}

// member is one platform of an image.
type member struct {
	facts *facts
	// platform is the index's word for it.
	platform image.Platform
}

func costOfOpened(key string, o *opened) int64 {
	const fixed, each = 512, 64
	n := int64(fixed + len(key))
	if o == nil {
		return n
	}
	for _, m := range o.images {
		n += each + m.facts.footprint() // it may be forgotten by the memory and still be held here
	}
	return n
}

var errNoRoom = errors.New("what is to be kept of it takes more room than there is")

// open gives what ref stands for, as far as the account may know.
func (r *Reader) open(ctx context.Context, a account, ref image.Ref, want []image.Platform) (*opened, error) {
	at := place{ref: ref, platforms: platformsKey(want)}
	out, kept, err := r.opened.Do(ctx, a.id+" "+at.key(), func(ctx context.Context) (*opened, error) {
		r.counts.inFlight.Add(1)
		defer r.counts.inFlight.Add(-1)
		out, err := r.fetch(ctx, a, at, want)
		if !errors.Is(err, errNoAccount) { // then nobody was asked
			r.counts.read(err)
		}
		return out, err
	})
	switch {
	case kept && err == nil:
		r.counts.memoryHits.Add(1)
	case errors.Is(err, flight.ErrTooMany):
		r.counts.read(err)
	}
	return out, err
}

// place is a reference and the platforms that are asked for.
type place struct {
	ref       image.Ref
	platforms string
}

func (p place) key() string { return p.ref.String() + " " + p.platforms }

func platformsKey(want []image.Platform) string {
	names := make([]string, len(want))
	for i, p := range want {
		names[i] = p.String()
	}
	return strings.Join(names, ",")
}

// fetch asks the registry.
func (r *Reader) fetch(ctx context.Context, a account, at place, want []image.Platform) (*opened, error) {
	release, err := r.slots.take(ctx, at.ref.Host())
	if err != nil {
		return nil, err
	}
	defer release()
	session, err := r.session(ctx, a, at.ref.Repository)
	if err != nil {
		return nil, err
	}
	opener := session.Anew()
	if out := r.unchanged(ctx, opener, at); out != nil {
		return out, nil
	}
	images, err := opener.Open(ctx, image.Request{
		Source:    image.Source{Kind: image.Registry, Ref: at.ref.String()},
		Platforms: image.Prefer(want...), Ref: at.ref.String(),
	})
	if err != nil {
		r.endSession(a, at.ref.Repository, session)
	}
	if len(images) == 0 && err != nil {
		return nil, err
	}
	out := &opened{byDigest: at.ref.Digest != ""}
	if err != nil {
		out.unread = textOf(err)
	}
	for _, img := range images {
		f := r.memory.find(image.MemoryKey(at.ref.Repository, img.Digest))
		if f == nil {
			return nil, errNoRoom
		}
		out.images = append(out.images, member{facts: f, platform: img.Platform})
	}
	if digest, err := opener.Digest(ctx, at.ref.String()); err == nil && out.unread == "" {
		r.roots.put(at.key(), rootOf(digest, out))
	}
	return out, nil
}

// unchanged is what the reference stood for when anybody asked, if the registry says to this account that it still does: a
// question that costs one request without content, which public registries do not count as a pull. Where that fails for
// whatever reason, the manifest is asked for, and its answer counts.
func (r *Reader) unchanged(ctx context.Context, o *image.Opener, at place) *opened {
	last, ok := r.roots.get(at.key())
	if !ok {
		return nil
	}
	out := last.opened(r.memory)
	if out == nil {
		return nil
	}
	digest, err := o.Digest(ctx, at.ref.String())
	if err != nil || digest == "" || digest != last.digest {
		return nil
	}
	out.byDigest = at.ref.Digest != ""
	return out
}

// session is a login of the account to a repository.
func (r *Reader) session(ctx context.Context, a account, repository string) (*image.Opener, error) {
	o, _, err := r.sessions.Do(ctx, a.id+" "+repository, func(context.Context) (*image.Opener, error) {
		o, err := image.NewOpener(image.Options{
			Network: r.network, Insecure: r.o.Insecure, UserAgent: r.o.UserAgent, Timeout: r.o.Timeout,
			Keychain: a.keychain, Memory: r.memory,
		})
		if err != nil {
			return nil, fmt.Errorf("prepare to read images: %w", err)
		}
		return o, nil
	})
	return o, err
}

// endSession: a session remembers that its login failed, or that the registry was down, and must not do so for long.
func (r *Reader) endSession(a account, repository string, o *image.Opener) {
	r.sessions.Forget(a.id+" "+repository, func(kept *image.Opener) bool { return kept == o })
}
