package rootfs

import (
	"context"
	"sync"
)

// slot is where all who ask for the same layer meet: one of them reads it, the others wait and take what is there.
type slot struct {
	key  string
	turn chan struct{} // holds one token; only who has it may read the layer

	mu    sync.RWMutex
	toc   *TOC
	trees [2]*tree // applied as an upper and as the bottom layer
}

func newSlot(key string) *slot {
	s := &slot{key: key, turn: make(chan struct{}, 1)}
	s.turn <- struct{}{}
	return s
}

// acquire waits for the token.
func (s *slot) acquire(ctx context.Context) error {
	select {
	case <-s.turn:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s *slot) release() { s.turn <- struct{}{} }

func (s *slot) put(toc *TOC) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.toc = toc
}

func (s *slot) get() *TOC {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.toc
}

// tree is the layer unpacked as the bottom one or as one above; nil where it was not read yet. It outlives a TOC that is
// replaced by one with more bodies, whose indexes are the same.
func (s *slot) tree(bottom bool) *tree {
	i := 0
	if bottom {
		i = 1
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.trees[i] == nil && s.toc != nil {
		s.trees[i] = applyLayer(s.toc, bottom)
	}
	return s.trees[i]
}
