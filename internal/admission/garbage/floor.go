// Package garbage decides how often the heap is collected.
//
// What a reader would get wrong: a collection is not dear by what it costs in all, but by when it comes. On two cores it takes
// one of them from the requests that are under way, and they are the slowest percent. The default waits until the heap has
// doubled, which for a small heap is several times a second.
package garbage

import (
	"math"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
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
// it. The process takes that memory: size belongs well below its limit. Where GOGC is set, whoever set it knows better, and
// nothing happens; GOMEMLIMIT holds all the same. stop ends it.
func Floor(size uint64) (stop func()) {
	if os.Getenv("GOGC") != "" {
		return func() {}
	}
	f := &floor{size: size, percent: defaultPercent}
	f.adjust()
	f.watch()
	return f.stop
}

// floor sets the share anew whenever a collection has shown what is in use.
type floor struct {
	size uint64

	mu      sync.Mutex
	percent int
	stopped bool
}

// sentinel is garbage at once, so that its finalizer runs after the next collection. The pointer keeps it from being put
// together with other small things, which would keep it alive.
type sentinel struct{ floor *floor }

func (f *floor) watch() {
	runtime.SetFinalizer(&sentinel{f}, func(s *sentinel) {
		if s.floor.adjust() {
			s.floor.watch()
		}
	})
}

// adjust computes the share, and tells whether it is to go on.
func (f *floor) adjust() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.stopped {
		return false
	}
	sample := []metrics.Sample{{Name: liveBytes}}
	metrics.Read(sample)
	f.set(share(f.size, sample[0].Value.Uint64()))
	return true
}

// set stops the world for a moment, so that it is not done for a small change.
func (f *floor) set(percent int) {
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

func (f *floor) stop() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.stopped = true
	f.set(defaultPercent)
}
