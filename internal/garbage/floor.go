// Package garbage decides how often the heap is collected.
//
// What a reader would get wrong: a collection is not dear by what it costs in all, but by when it comes, and how often. The
// default waits until the heap has doubled, which for a small heap is several times a second: a short run spends a third of
// its time on it, and a server on two cores takes one of them from the requests that are under way, which are the slowest
// percent.
package garbage

import (
	"math"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"slices"
	"sync"
)

// The metrics of the runtime that are asked for, and its default for how much the heap may grow.
const (
	liveBytes      = "/gc/heap/live:bytes"
	defaultPercent = 100
	// leastLive keeps the share of a heap that is nearly empty within reason.
	leastLive = 4 << 20
)

// Floor lets the heap grow to size before it is collected, and to twice of what is in use where that is more, as without
// it. Of several floors the highest counts. The process takes that memory: size belongs well below its limit. Where GOGC is
// set, whoever set it knows better, and nothing happens; GOMEMLIMIT holds all the same. stop, called once, ends it.
func Floor(size uint64) (stop func()) {
	if os.Getenv("GOGC") != "" {
		return func() {}
	}
	process.begin(size)
	return func() { process.end(size) }
}

// floors sets the share anew whenever a collection has shown what is in use.
type floors struct {
	mu       sync.Mutex
	sizes    []uint64
	watching bool
	percent  int
}

// process has the floors of the process, as the collector is the process's.
var process = floors{percent: defaultPercent}

func (f *floors) begin(size uint64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.sizes = append(f.sizes, size)
	f.adjust()
	if !f.watching {
		f.watching = true
		f.watch()
	}
}

func (f *floors) end(size uint64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	i := slices.Index(f.sizes, size)
	f.sizes = slices.Delete(f.sizes, i, i+1)
	f.adjust()
}

// sentinel is garbage at once, so that its finalizer runs after the next collection. The pointer keeps it from being put
// together with other small things, which would keep it alive.
type sentinel struct{ floors *floors }

func (f *floors) watch() {
	runtime.SetFinalizer(&sentinel{f}, func(s *sentinel) { s.floors.collected() })
}

func (f *floors) collected() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.adjust()
	if f.watching = len(f.sizes) > 0; f.watching {
		f.watch()
	}
}

func (f *floors) adjust() {
	if len(f.sizes) == 0 {
		f.set(defaultPercent)
		return
	}
	sample := []metrics.Sample{{Name: liveBytes}}
	metrics.Read(sample)
	f.set(share(slices.Max(f.sizes), sample[0].Value.Uint64()))
}

// set stops the world for a moment, so that it is not done for a small change.
func (f *floors) set(percent int) {
	if math.Abs(float64(percent-f.percent)) < float64(f.percent)/16 && percent != defaultPercent || percent == f.percent {
		return
	}
	f.percent = percent
	debug.SetGCPercent(percent)
}

// share is by how much of itself, in percent, a heap may grow.
func share(size, live uint64) int {
	live = max(live, leastLive)
	if size <= 2*live {
		return defaultPercent
	}
	return int((size - live) * 100 / live)
}
