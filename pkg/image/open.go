package image

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/go-containerregistry/pkg/authn"

	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// Options are how images are reached and read. The zero value is usable.
type Options struct {
	// CAFile holds PEM certificates that are trusted beside the system's.
	CAFile string
	// Insecure lists registries (host or host:port) that may be spoken to without TLS or with a certificate that cannot be
	// verified.
	Insecure []string
	// UserAgent is what registries see first of ours: "hullcheck/0.1.0".
	UserAgent string
	// Timeout is how long a registry or a daemon may stay silent, while connecting, answering or sending. 0 is 30 seconds.
	Timeout time.Duration
	// Contact is called with a registry's host before anything is sent to it, once a run. It may be called concurrently.
	Contact func(host string)
	// Keychain finds the credentials for a registry; nil is docker's config file with its credential helpers, or podman's.
	Keychain authn.Keychain
	// DaemonHost is the daemon's address as in DOCKER_HOST; "" is that variable, or docker's usual socket.
	DaemonHost string
	// Layers is how layers are read and where their tables of contents are kept.
	Layers rootfs.Options
}

// Opener opens images and remembers them: one is made for a run, so that each tag is resolved and each manifest fetched
// once in it. It is safe for concurrent use.
type Opener struct {
	options  Options
	registry *registries
	places   memo[*place]
	images   memo[*Image]
}

// NewOpener checks the options and makes an Opener. It contacts nobody.
func NewOpener(options Options) (*Opener, error) {
	if options.Timeout <= 0 {
		options.Timeout = 30 * time.Second
	}
	if options.Keychain == nil {
		options.Keychain = authn.DefaultKeychain
	}
	reg, err := newRegistries(options)
	if err != nil {
		return nil, err
	}
	return &Opener{options: options, registry: reg}, nil
}

// Close lets go of idle connections.
func (o *Opener) Close() { o.registry.close() }

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
