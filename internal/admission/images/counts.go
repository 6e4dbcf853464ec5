package images

import (
	"io"
	"net/http"
	"sync"
	"sync/atomic"

	"github.com/hullcheck/hullcheck/internal/admission"
)

type counts struct {
	reads, failures, memoryHits, diskHits, refused, bytes atomic.Uint64

	inFlight atomic.Int64
	mu       sync.Mutex
	classes  map[string]uint64
}

// Counts implements admission.ImageCounter.
func (r *Reader) Counts() admission.ImageCounts {
	c := &r.counts
	out := admission.ImageCounts{
		Reads: c.reads.Load(), Failures: c.failures.Load(), MemoryHits: c.memoryHits.Load(), DiskHits: c.diskHits.Load(),
		Refused: c.refused.Load(), Bytes: c.bytes.Load(), InFlight: c.inFlight.Load(), ByClass: map[string]uint64{},
	}
	out.Kept, out.KeptBytes = r.memory.size()
	c.mu.Lock()
	defer c.mu.Unlock()
	for class, n := range c.classes {
		out.ByClass[class] = n
	}
	return out
}

func (c *counts) fail(err error) {
	class := classOf(err)
	c.failures.Add(1)
	if class == classRefused {
		c.refused.Add(1)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.classes == nil {
		c.classes = map[string]uint64{}
	}
	c.classes[class]++
}

// counting counts the bytes of answers.
type counting struct {
	next  http.RoundTripper
	bytes *atomic.Uint64
}

// RoundTrip implements http.RoundTripper.
func (c *counting) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := c.next.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	resp.Body = &countedBody{resp.Body, c.bytes}
	return resp, nil
}

type countedBody struct {
	io.ReadCloser
	bytes *atomic.Uint64
}

func (b *countedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	b.bytes.Add(uint64(n))
	return n, err
}
