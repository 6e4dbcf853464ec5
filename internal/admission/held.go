package admission

import (
	"context"
	"slices"
	"strings"
	"sync"

	"github.com/hullcheck/hullcheck/pkg/check"
	"github.com/hullcheck/hullcheck/pkg/image"
)

// held are the images of one request, each asked for once, as long as there is time. Files are read only when a rule asks,
// so an image may turn out to be unreadable late: it then counts as unread.
type held struct {
	from check.Images
	// late is why an image was not read in time.
	late string

	mu      sync.Mutex
	entries map[string]*heldEntry
	// closed: what was not asked for yet is not asked for any more. bare: what was read does not count either, as its files
	// did not come in time.
	closed, bare bool
}

type heldEntry struct {
	once    sync.Once
	reading check.Reading
}

func hold(from check.Images, late string) *held {
	return &held{from: from, late: late, entries: map[string]*heldEntry{}}
}

// close lets nothing more be asked for; with bare, it forgets what was read.
func (h *held) close(bare bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed, h.bare = true, bare
}

// Read implements check.Images.
func (h *held) Read(ctx context.Context, ref string, want []image.Platform) check.Reading {
	e, closed, bare := h.entry(ref, want)
	e.once.Do(func() { e.reading = h.fetch(ctx, closed, ref, want) })
	out := check.Reading{Asked: e.reading.Asked, Unread: e.reading.Unread}
	if bare && len(e.reading.Images) > 0 {
		out.Unread = h.late
		return out
	}
	for _, img := range e.reading.Images {
		if err := check.Failure(img); err == nil {
			out.Images = append(out.Images, img)
		} else if out.Unread == "" {
			out.Unread = err.Error()
		}
	}
	return out
}

func (h *held) fetch(ctx context.Context, closed bool, ref string, want []image.Platform) check.Reading {
	if closed {
		return check.Reading{Asked: true, Unread: h.late}
	}
	r := h.from.Read(ctx, ref, want)
	if r.Asked && len(r.Images) == 0 && ctx.Err() != nil {
		r.Unread = h.late
	}
	r.Images = slices.Clone(r.Images)
	for i, img := range r.Images {
		r.Images[i] = check.Guarded(img)
	}
	return r
}

func (h *held) entry(ref string, want []image.Platform) (e *heldEntry, closed, bare bool) {
	var key strings.Builder
	key.WriteString(ref)
	for _, p := range want {
		key.WriteString(" " + p.String())
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	e, ok := h.entries[key.String()]
	if !ok {
		e = &heldEntry{}
		h.entries[key.String()] = e
	}
	return e, h.closed, h.bare
}
