package garbage

import (
	"runtime"
	"runtime/metrics"
	"testing"
	"time"
)

const mib = 1 << 20

var sink []byte

// collections is how often the heap is collected while so much garbage is made. It is made slowly: what is made during a
// collection counts as in use, however short its life, and on a busy machine that may be all of it.
func collections(bytes int) uint32 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for made := 0; made < bytes; made += mib {
		sink = make([]byte, mib)
		time.Sleep(100 * time.Microsecond)
	}
	runtime.ReadMemStats(&after)
	return after.NumGC - before.NumGC
}

func percent() uint64 {
	sample := []metrics.Sample{{Name: "/gc/gogc:percent"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

// until collects until the share is as wanted: what follows a collection runs beside the program.
func until(t *testing.T, want func(uint64) bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !want(percent()); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("the share stays at %d %%", percent())
		}
		runtime.GC()
	}
}

func TestFloor(t *testing.T) {
	t.Setenv("GOGC", "")
	usual := collections(512 * mib)
	stop := Floor(64 * mib)
	until(t, func(p uint64) bool { return p > 1000 })
	if rare := collections(512 * mib); rare > 14 || usual < 3*rare {
		t.Errorf("%d collections, %d with a floor", usual, rare)
	}
	held := make([]byte, 16*mib)
	until(t, func(p uint64) bool { return p > 200 && p < 350 })
	more := make([]byte, 32*mib)
	until(t, func(p uint64) bool { return p == 100 })
	runtime.KeepAlive(held)
	runtime.KeepAlive(more)
	until(t, func(p uint64) bool { return p > 1000 })
	stop()
	if percent() != 100 {
		t.Errorf("after the end: %d %%", percent())
	}
	for range 3 {
		runtime.GC()
	}
	if percent() != 100 {
		t.Errorf("it goes on after the end: %d %%", percent())
	}
}

// TestFloorLeavesGOGC: what is set from outside stays.
func TestFloorLeavesGOGC(t *testing.T) {
	t.Setenv("GOGC", "100")
	defer Floor(64 * mib)()
	for range 3 {
		runtime.GC()
	}
	if percent() != 100 {
		t.Errorf("%d %%", percent())
	}
}

func TestShare(t *testing.T) {
	for _, c := range []struct {
		size, live uint64
		want       int
	}{
		{64 * mib, 0, 1500},
		{64 * mib, 4 * mib, 1500},
		{64 * mib, 16 * mib, 300},
		{64 * mib, 32 * mib, 100},
		{64 * mib, 33 * mib, 100},
		{64 * mib, 1 << 40, 100},
		{0, 16 * mib, 100},
	} {
		if got := share(c.size, c.live); got != c.want {
			t.Errorf("%d of %d: %d %%, want %d", c.live, c.size, got, c.want)
		}
	}
}

// TestFloors: the highest counts, whichever ends first.
func TestFloors(t *testing.T) {
	t.Setenv("GOGC", "")
	low := Floor(32 * mib)
	high := Floor(64 * mib)
	until(t, func(p uint64) bool { return p > 1000 })
	high()
	until(t, func(p uint64) bool { return p > 500 && p < 1000 })
	high = Floor(64 * mib)
	low()
	until(t, func(p uint64) bool { return p > 1000 })
	high()
	if percent() != 100 {
		t.Errorf("after the end: %d %%", percent())
	}
}
