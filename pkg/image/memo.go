package image

import (
	"context"
	"errors"
	"sync"
)

// memo remembers what was fetched in a run, by key, and lets those who want the same thing at the same time wait for one
// fetch. Errors are remembered too, save that of a caller who gave up: the next one tries again.
type memo[V any] struct {
	mu    sync.Mutex
	calls map[string]*call[V]
}

type call[V any] struct {
	done  chan struct{}
	value V
	err   error
}

func (m *memo[V]) do(ctx context.Context, key string, fetch func() (V, error)) (V, error) {
	for {
		c, mine := m.join(key)
		if mine {
			c.value, c.err = fetch()
			if gaveUp(c.err) {
				m.forget(key)
			}
			close(c.done)
			return c.value, c.err
		}
		select {
		case <-ctx.Done():
			var none V
			return none, context.Cause(ctx)
		case <-c.done:
			if !gaveUp(c.err) {
				return c.value, c.err
			}
		}
	}
}

// join is the call for key, and whether it is the caller's to make.
func (m *memo[V]) join(key string) (c *call[V], mine bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if c, ok := m.calls[key]; ok {
		return c, false
	}
	if m.calls == nil {
		m.calls = map[string]*call[V]{}
	}
	c = &call[V]{done: make(chan struct{})}
	m.calls[key] = c
	return c, true
}

func (m *memo[V]) forget(key string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.calls, key)
}

func gaveUp(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}
