package images

import (
	"context"
	"fmt"
	"io"
	"sync"

	"golang.org/x/sync/semaphore"
)

// slots bounds what is read at a time: from each registry, so that a slow one does not take all, and from all of them.
type slots struct {
	each  int64
	total *semaphore.Weighted

	mu    sync.Mutex
	hosts map[string]*host
}

// host is a registry that somebody reads from or waits for.
type host struct {
	free  *semaphore.Weighted
	users int
}

func newSlots(each, total int) *slots {
	return &slots{each: int64(each), total: semaphore.NewWeighted(int64(total)), hosts: map[string]*host{}}
}

// take waits for a slot of the registry. What it returns gives the slot back and may be called more than once.
func (s *slots) take(ctx context.Context, name string) (release func(), err error) {
	h := s.enter(name)
	if err := h.free.Acquire(ctx, 1); err != nil {
		s.leave(name, h)
		return nil, fmt.Errorf("wait for other images of %s: %w", name, context.Cause(ctx))
	}
	if err := s.total.Acquire(ctx, 1); err != nil {
		h.free.Release(1)
		s.leave(name, h)
		return nil, fmt.Errorf("wait for other images: %w", context.Cause(ctx))
	}
	var once sync.Once
	return func() {
		once.Do(func() {
			s.total.Release(1)
			h.free.Release(1)
			s.leave(name, h)
		})
	}, nil
}

func (s *slots) enter(name string) *host {
	s.mu.Lock()
	defer s.mu.Unlock()
	h := s.hosts[name]
	if h == nil {
		h = &host{free: semaphore.NewWeighted(s.each)}
		s.hosts[name] = h
	}
	h.users++
	return h
}

func (s *slots) leave(name string, h *host) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if h.users--; h.users == 0 {
		delete(s.hosts, name)
	}
}

// held is a body that holds a slot until it is closed.
type held struct {
	io.ReadCloser
	release func()
}

func (h *held) Close() error {
	defer h.release()
	return h.ReadCloser.Close()
}
