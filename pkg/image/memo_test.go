package image

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
)

func TestMemoFetchesOnce(t *testing.T) {
	var m memo[int]
	var fetched atomic.Int64
	var group sync.WaitGroup
	for range 50 {
		group.Go(func() {
			v, err := m.do(t.Context(), "k", func() (int, error) { return int(fetched.Add(1)), nil })
			if v != 1 || err != nil {
				t.Errorf("%d, error %v", v, err)
			}
		})
	}
	group.Wait()
}

func TestMemoRemembersErrorsButNotImpatience(t *testing.T) {
	var m memo[int]
	broken, fetched := errors.New("broken"), 0
	for range 2 {
		_, err := m.do(t.Context(), "k", func() (int, error) {
			fetched++
			return 0, broken
		})
		if !errors.Is(err, broken) || fetched != 1 {
			t.Errorf("%d fetches, error %v", fetched, err)
		}
	}
	_, err := m.do(t.Context(), "other", func() (int, error) { return 0, context.Canceled })
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if v, err := m.do(t.Context(), "other", func() (int, error) { return 7, nil }); v != 7 || err != nil {
		t.Errorf("%d, error %v", v, err)
	}
}

func TestMemoWaitersAreFreeToLeave(t *testing.T) {
	var m memo[int]
	started, finish := make(chan struct{}), make(chan struct{})
	var group sync.WaitGroup
	group.Go(func() {
		_, err := m.do(t.Context(), "k", func() (int, error) {
			close(started)
			<-finish
			return 0, context.Canceled // the one who fetches leaves as well
		})
		if !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
	<-started
	left, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := m.do(left, "k", nil); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	group.Go(func() { // and the one who stayed fetches for itself
		v, err := m.do(t.Context(), "k", func() (int, error) { return 7, nil })
		if v != 7 || err != nil {
			t.Errorf("%d, error %v", v, err)
		}
	})
	close(finish)
	group.Wait()
}
