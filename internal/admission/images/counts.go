package images

import (
	"io"
	"maps"
	"net/http"
	"sync"
	"sync/atomic"

	"github.com/hullcheck/hullcheck/internal/admission"
)

type counts struct {
	memoryHits, diskHits, refused, bytes atomic.Uint64
	// reads and layers are what came of reading images, and of asking their layers.
	reads, layers tally
	inFlight      atomic.Int64
}

// Counts implements admission.ImageCounter.
func (r *Reader) Counts() admission.ImageCounts {
	c := &r.counts
	out := admission.ImageCounts{
		Reads: c.reads.all(), LayerReads: c.layers.all(), MemoryHits: c.memoryHits.Load(), DiskHits: c.diskHits.Load(),
		Refused: c.refused.Load(), Bytes: c.bytes.Load(), InFlight: c.inFlight.Load(),
	}
	out.Kept, out.KeptBytes = r.memory.size()
	return out
}

// read counts what came of reading an image.
func (c *counts) read(err error) {
	result := resultOf(err)
	if result == resultRefused {
		c.refused.Add(1)
	}
	c.reads.add(result)
}

// layer counts what came of a question to the layers of an image.
func (c *counts) layer(err error) {
	if isAnswer(err) {
		err = nil
	}
	c.layers.add(resultOf(err))
}

// tally counts by result.
type tally struct {
	mu sync.Mutex
	n  map[string]uint64
}

func (t *tally) add(result string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.n == nil {
		t.n = map[string]uint64{}
	}
	t.n[result]++
}

// all gives the count of every result, 0 where it did not come yet.
func (t *tally) all() map[string]uint64 {
	t.mu.Lock()
	defer t.mu.Unlock()
	out := make(map[string]uint64, len(results))
	for _, result := range results {
		out[result] = 0
	}
	maps.Copy(out, t.n)
	return out
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
