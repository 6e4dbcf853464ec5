package pss

import (
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"runtime"
	"runtime/debug"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"
	"k8s.io/pod-security-admission/policy"

	"github.com/hullcheck/hullcheck/pkg/check"
)

var (
	pods = flag.Int("pods", 100_000, "how many pods to generate")
	seed = flag.Uint64("seed", uint64(time.Now().UnixNano()), "what to generate them from")
)

// newer is a version that nobody knows yet: it is judged like the newest one.
const newer = newest + 3

// TestGenerated asks both about generated pods. One that differs is printed; -seed and its number make it again.
func TestGenerated(t *testing.T) {
	t.Logf("-seed=%d", *seed)
	defer debug.SetGCPercent(debug.SetGCPercent(200))
	f := newFuzz(t)
	jobs, ctx := errgroup.WithContext(t.Context())
	jobs.SetLimit(runtime.GOMAXPROCS(0))
	for i := range *pods {
		if ctx.Err() != nil {
			break
		}
		jobs.Go(func() error { return f.one(t, uint64(i)) })
	}
	if err := jobs.Wait(); err != nil {
		t.Error(err)
	}
	fmt.Printf("pss fuzz: %d of %d\n", f.equal.Load(), *pods)
	f.covered(t)
}

type fuzz struct {
	evaluator policy.Evaluator
	ours      *engines

	// edges are the versions in which a check changes, and those before.
	edges []int

	equal    atomic.Int64
	versions [newer + 1]atomic.Int64
	// passing counts by profile, alone by check.
	passing map[check.Profile]*atomic.Int64
	alone   map[string]*atomic.Int64
}

func newFuzz(t *testing.T) *fuzz {
	t.Helper()
	f := &fuzz{
		evaluator: upstream(t), ours: newEngines(t),
		passing: map[check.Profile]*atomic.Int64{check.Baseline: {}, check.Restricted: {}}, alone: map[string]*atomic.Int64{},
	}
	for _, c := range policy.DefaultChecks() {
		f.alone[string(c.ID)] = &atomic.Int64{}
		for _, v := range c.Versions {
			minor := v.MinimumVersion.Minor()
			f.edges = append(f.edges, minor, max(minor-1, 0))
		}
	}
	slices.Sort(f.edges)
	f.edges = slices.Compact(f.edges)
	return f
}

// one judges the pod of a number, by a level and a version.
func (f *fuzz) one(t *testing.T, number uint64) error {
	g := &generator{Rand: rand.New(rand.NewPCG(*seed, number))}
	w := world{pick(g, check.Baseline, check.Restricted), g.IntN(newer + 1)}
	if g.IntN(2) == 0 {
		w.minor = pick(g, f.edges...)
	}
	pod := g.pod()
	text, err := json.Marshal(pod)
	if err != nil {
		return fmt.Errorf("pod %d: %w", number, err)
	}
	want := ask(f.evaluator, pod, string(w.profile), w.minor)
	got, err := f.ours.judge(t.Context(), text, w)
	if err != nil {
		return fmt.Errorf("pod %d, %s 1.%d: %w\n%s", number, w.profile, w.minor, err, text)
	}
	if diff := compare(want, got); diff != "" {
		return fmt.Errorf("pod %d, %s 1.%d:\n%s%s", number, w.profile, w.minor, diff, text)
	}
	f.equal.Add(1)
	f.versions[w.minor].Add(1)
	switch len(want) {
	case 0:
		f.passing[w.profile].Add(1)
	case 1:
		for id := range want {
			f.alone[id].Add(1)
		}
	}
	return nil
}

// covered refuses a run that says little: each version must have been met, each level must have let pods pass, and each
// check must have been the only one to fail.
func (f *fuzz) covered(t *testing.T) {
	t.Helper()
	if *pods < 10_000 {
		return
	}
	for minor := range f.versions {
		if n := f.versions[minor].Load(); n < int64(*pods)/newer/4 {
			t.Errorf("1.%d was met %d times", minor, n)
		}
	}
	for profile, n := range f.passing {
		t.Logf("%5d pods pass %s", n.Load(), profile)
		if n.Load() < int64(*pods)/100 {
			t.Errorf("too few pods pass %s", profile)
		}
	}
	for id, n := range f.alone {
		t.Logf("%5d pods fail by %s alone", n.Load(), id)
		if n.Load() < int64(*pods)/5_000 {
			t.Errorf("too few pods fail by %s alone", id)
		}
	}
}
