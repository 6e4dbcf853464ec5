package flight_test

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"github.com/hullcheck/hullcheck/internal/admission/flight"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var errBroken = errors.New("broken")

// keep keeps answers for a minute and failures for a second.
func keep(_ string, err error) time.Duration {
	if err != nil {
		return time.Second
	}
	return time.Minute
}

func group(t *testing.T, o flight.Options[string]) *flight.Group[string] {
	t.Helper()
	if o.Keep == nil {
		o.Keep = keep
	}
	g := flight.New(o)
	t.Cleanup(g.Close)
	return g
}

// counted answers with how often it was asked.
func counted(n *atomic.Int64) func(context.Context) (string, error) {
	return func(context.Context) (string, error) { return strconv.FormatInt(n.Add(1), 10), nil }
}

func TestManyAskAndOneAnswers(t *testing.T) {
	g := group(t, flight.Options[string]{})
	var n atomic.Int64
	var all sync.WaitGroup
	for range 100 {
		all.Go(func() {
			if v, _, err := g.Do(t.Context(), "k", counted(&n)); v != "1" || err != nil {
				t.Errorf("%q, error %v", v, err)
			}
		})
	}
	all.Wait()
	if _, kept, _ := g.Do(t.Context(), "k", counted(&n)); !kept {
		t.Error("the answer was not kept")
	}
}

func TestWhoLeavesDoesNotEndTheFlight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := group(t, flight.Options[string]{})
		slow := func(ctx context.Context) (string, error) {
			time.Sleep(5 * time.Second)
			return "late", ctx.Err()
		}
		hurried := errors.New("in a hurry")
		ctx, cancel := context.WithTimeoutCause(t.Context(), time.Second, hurried)
		defer cancel()
		if _, _, err := g.Do(ctx, "k", slow); !errors.Is(err, hurried) {
			t.Errorf("who leaves: %v", err)
		}
		if v, kept, err := g.Do(t.Context(), "k", nil); v != "late" || kept || err != nil {
			t.Errorf("who stays: %q, kept %t, error %v", v, kept, err)
		}
		if v, kept, err := g.Do(ctx, "k", nil); v != "late" || !kept || err != nil {
			t.Errorf("what is kept needs no time: %q, kept %t, error %v", v, kept, err)
		}
	})
}

func TestAnswersExpireAndFailuresSooner(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := group(t, flight.Options[string]{})
		var n atomic.Int64
		fails := func(context.Context) (string, error) {
			n.Add(1)
			return "", errBroken
		}
		for range 2 {
			if _, _, err := g.Do(t.Context(), "bad", fails); !errors.Is(err, errBroken) || n.Load() != 1 {
				t.Errorf("asked %d times, error %v", n.Load(), err)
			}
		}
		_, _, _ = g.Do(t.Context(), "good", counted(new(atomic.Int64)))
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if g.Len() != 1 {
			t.Errorf("%d answers are kept after the failure expired", g.Len())
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		if g.Len() != 0 {
			t.Errorf("%d answers are kept after all expired", g.Len())
		}
	})
}

func TestLimitEndsAFlightAndSaysSo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := group(t, flight.Options[string]{Limit: time.Minute})
		_, _, err := g.Do(t.Context(), "k", func(ctx context.Context) (string, error) {
			<-ctx.Done()
			return "", ctx.Err()
		})
		if !errors.Is(err, flight.ErrLimit) || err.Error() != "given up after 1m0s" {
			t.Errorf("got %v", err)
		}
	})
}

func TestPendingIsBounded(t *testing.T) {
	g := group(t, flight.Options[string]{Pending: 1})
	begun, end := make(chan struct{}), make(chan struct{})
	go func() {
		_, _, _ = g.Do(t.Context(), "a", func(context.Context) (string, error) {
			close(begun)
			<-end
			return "a", nil
		})
	}()
	<-begun
	if _, _, err := g.Do(t.Context(), "b", counted(new(atomic.Int64))); !errors.Is(err, flight.ErrTooMany) {
		t.Errorf("second flight: %v", err)
	}
	close(end)
	if v, _, err := g.Do(t.Context(), "a", nil); v != "a" || err != nil {
		t.Errorf("who joins a flight needs no room: %q, error %v", v, err)
	}
	if v, _, err := g.Do(t.Context(), "b", counted(new(atomic.Int64))); v != "1" || err != nil {
		t.Errorf("once there is room again: %q, error %v", v, err)
	}
}

func TestTheLongestUnaskedMakesRoom(t *testing.T) {
	g := group(t, flight.Options[string]{Max: 10, Cost: func(key, v string) int64 { return int64(len(key) + len(v)) }})
	var n atomic.Int64
	for _, key := range []string{"aaaa", "bbbb", "aaaa", "cccc"} { // 5 each
		_, _, _ = g.Do(t.Context(), key, counted(&n))
	}
	for key, want := range map[string]bool{"aaaa": true, "cccc": true} {
		if _, kept, _ := g.Do(t.Context(), key, counted(&n)); kept != want {
			t.Errorf("%s: kept %t", key, kept)
		}
	}
	if _, kept, _ := g.Do(t.Context(), "bbbb", counted(&n)); kept {
		t.Error("bbbb is kept")
	}
	_, _, _ = g.Do(t.Context(), "larger than all there is", counted(&n))
	if g.Len() != 0 {
		t.Errorf("%d answers are kept beside one that fills everything", g.Len())
	}
}

func TestForgetDropsOnlyWhatIsMeant(t *testing.T) {
	g := group(t, flight.Options[string]{})
	var n atomic.Int64
	_, _, _ = g.Do(t.Context(), "k", counted(&n))
	g.Forget("k", func(v string) bool { return v == "other" })
	g.Forget("unknown", func(string) bool { return true })
	if g.Len() != 1 {
		t.Error("another answer was dropped")
	}
	g.Forget("k", func(v string) bool { return v == "1" })
	if v, _, _ := g.Do(t.Context(), "k", counted(&n)); v != "2" {
		t.Errorf("after it was forgotten: %q", v)
	}
}

func TestAPanicIsAnError(t *testing.T) {
	g := group(t, flight.Options[string]{})
	_, _, err := g.Do(t.Context(), "k", func(context.Context) (string, error) { panic("oops") })
	if err == nil || !strings.Contains(err.Error(), "internal error: oops") {
		t.Errorf("got %v", err)
	}
}

func TestCloseEndsWhatIsUnderWay(t *testing.T) {
	g := flight.New(flight.Options[string]{Keep: keep})
	begun, failed := make(chan struct{}), make(chan error)
	go func() {
		_, _, err := g.Do(t.Context(), "k", func(ctx context.Context) (string, error) {
			close(begun)
			<-ctx.Done()
			return "", ctx.Err()
		})
		failed <- err
	}()
	<-begun
	g.Close()
	if err := <-failed; !errors.Is(err, flight.ErrClosed) {
		t.Errorf("under way: %v", err)
	}
	if _, _, err := g.Do(t.Context(), "other", nil); !errors.Is(err, flight.ErrClosed) {
		t.Errorf("afterwards: %v", err)
	}
	if g.Len() != 0 {
		t.Errorf("%d answers are kept", g.Len())
	}
}
