package images

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/hullcheck/hullcheck/internal/admission"
	"github.com/hullcheck/hullcheck/internal/admission/egress"
	"github.com/hullcheck/hullcheck/internal/admission/flight"
	"github.com/hullcheck/hullcheck/internal/admission/pullsecrets"
	"github.com/hullcheck/hullcheck/pkg/check"
	"github.com/hullcheck/hullcheck/pkg/image"
)

// Reader reads images for the Pods of a cluster. It is shared by all requests and safe for concurrent use; Close ends what
// it does in the background.
type Reader struct {
	o       Options
	allowed allowed
	network *image.Network
	slots   *slots
	counts  counts

	memory *memory
	// opened is what a reference stands for, by account; it proves access as long as it is kept.
	opened *flight.Group[*opened]
	// sessions are logins, by account and repository.
	sessions *flight.Group[*image.Opener]
	// views are images whose layers are in memory, a handful; files are questions to them that are under way.
	views *flight.Group[*view]
	files *flight.Group[reply]
	roots roots
}

// What is kept, and for how long, where no option says it.
const (
	sessionTTL  = 2 * time.Minute // tokens of registries last five
	maxSessions = 256
	viewTTL     = 30 * time.Second
	maxViews    = 4
	maxFailures = 10_000
)

// New checks the options and makes a Reader. It contacts nobody.
func New(o Options) (*Reader, error) {
	o = o.withDefaults()
	patterns, err := parseAllowed(o.AllowRegistries)
	if err != nil {
		return nil, err
	}
	r := &Reader{o: o, allowed: patterns, slots: newSlots(o.PerRegistry, o.Total), memory: newMemory(o.Images, o.Bytes)}
	guard := &egress.Guard{Allow: o.AllowAddresses, Resolver: o.Resolver, Proxy: o.Proxy}
	r.network, err = image.NewNetwork(image.NetworkOptions{CAFile: o.CAFile, Wrap: func(t *http.Transport) http.RoundTripper {
		return &counting{next: guard.Wrap(t), bytes: &r.counts.bytes}
	}})
	if err != nil {
		return nil, err
	}
	if r.o.Cache.Warn == nil {
		r.o.Cache.Warn = once(o.Warn)
	}
	r.opened = flight.New(flight.Options[*opened]{
		Limit: o.ReadLimit, Pending: o.Pending, Keep: r.keepOpened, Cost: costOfOpened, Max: o.Bytes,
	})
	r.sessions = flight.New(flight.Options[*image.Opener]{Keep: keepFor[*image.Opener](sessionTTL), Max: maxSessions})
	r.views = flight.New(flight.Options[*view]{Keep: keepFor[*view](viewTTL), Max: maxViews})
	r.files = flight.New(flight.Options[reply]{Limit: o.ReadLimit, Pending: o.Pending, Keep: r.keepFailure, Max: maxFailures})
	r.roots.init(o.Images)
	return r, nil
}

// Close ends what goes on in the background and forgets everything.
func (r *Reader) Close() {
	r.opened.Close()
	r.files.Close()
	r.views.Close()
	r.sessions.Close()
	r.network.Close()
}

// For implements admission.ImageReader.
func (r *Reader) For(who admission.Puller) check.Images {
	return &pod{reader: r, who: pullsecrets.Puller(who)}
}

var _ interface {
	admission.ImageReader
	admission.ImageCounter
} = (*Reader)(nil)

func keepFor[V any](ttl time.Duration) func(V, error) time.Duration {
	return func(_ V, err error) time.Duration {
		if err != nil {
			return 0
		}
		return ttl
	}
}

// keepOpened: a registry that counts requests is left alone for longer.
func (r *Reader) keepOpened(o *opened, err error) time.Duration {
	switch {
	case err == nil && o.unread != "":
		return r.o.FailureTTL
	case err == nil && o.byDigest:
		return digestTTLs * r.o.TagTTL
	case err == nil:
		return r.o.TagTTL
	default:
		return r.keepFailure(reply{}, err)
	}
}

const (
	digestTTLs      = 10
	rateLimitedTTLs = 6
)

// keepFailure keeps failures only: what was learned of files stands in the facts.
func (r *Reader) keepFailure(_ reply, err error) time.Duration {
	switch {
	case err == nil || errors.Is(err, context.Canceled):
		return 0
	case image.ClassOf(err) == image.RateLimited:
		return rateLimitedTTLs * r.o.FailureTTL
	default:
		return r.o.FailureTTL
	}
}
