package rootfs

import (
	"context"
	"sync"
)

// slot is where all who ask for the same layer meet: one of them reads it, the others wait and take what is there.
type slot struct {
	key  string
	turn chan struct{} // holds one token; only who has it may read the layer

	mu            sync.RWMutex
	toc           *TOC
	bottom, upper unpacked // by the rules of the bottom layer, and of those above it
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
func (s *slot) tree(bottom bool) (*tree, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	at := s.place(bottom)
	if at.tree == nil && at.err == nil && s.toc != nil {
		at.tree, at.err = applyLayer(s.toc, bottom)
	}
	return at.tree, at.err
}

// ready is the tree where somebody asked for it before.
func (s *slot) ready(bottom bool) *tree {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.place(bottom).tree
}

func (s *slot) place(bottom bool) *unpacked {
	if bottom {
		return &s.bottom
	}
	return &s.upper
}

// unpacked is a tree, or why it cannot be made.
type unpacked struct {
	tree *tree
	err  error
}
