package flight

import (
	"container/list"
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// Options of a Group.
type Options[V any] struct {
	// Limit ends a flight that takes longer. 0: nothing does but Close.
	Limit time.Duration
	// Pending is how many flights there may be at once; who asks for one more gets ErrTooMany. 0: as many as are asked for.
	Pending int
	// Keep is how long an answer is kept: 0 is not at all.
	Keep func(v V, err error) time.Duration
	// Cost is what an answer takes of Max; the answers that were not asked for longest make room. Nil: each costs 1.
	Cost func(key string, v V) int64
	Max  int64
}

// The reasons for which there is no answer.
var (
	ErrLimit   = errors.New("given up")
	ErrTooMany = errors.New("too many questions are being answered")
	ErrClosed  = errors.New("it is shutting down")
	errPanic   = errors.New("internal error")
)

// Group holds answers by key. It is safe for concurrent use.
type Group[V any] struct {
	o    Options[V]
	base context.Context //nolint:containedctx // flights outlive who asks; Close ends it
	stop context.CancelCauseFunc

	mu      sync.Mutex
	calls   map[string]*call[V]
	order   *list.List // of *call, kept answers only, the last asked for at the front
	cost    int64
	pending int
	closed  bool
	flights sync.WaitGroup
}

type call[V any] struct {
	key   string
	done  chan struct{}
	value V
	err   error

	// Of an answer that is kept.
	element *list.Element
	cost    int64
	expiry  *time.Timer
}

// New makes a Group. Close ends it.
func New[V any](o Options[V]) *Group[V] {
	base, stop := context.WithCancelCause(context.Background())
	return &Group[V]{o: o, base: base, stop: stop, calls: map[string]*call[V]{}, order: list.New()}
}

// Do gives the answer to key: the one that is kept, else the one that answer gives. The context that answer gets does not
// end with ctx; where ctx ends first, its cause is the error. Kept tells that nothing had to be waited for.
func (g *Group[V]) Do(ctx context.Context, key string, answer func(context.Context) (V, error)) (v V, kept bool, err error) {
	c, kept, err := g.join(key, answer)
	if err != nil || kept {
		return c.value, kept, err
	}
	select {
	case <-c.done:
		return c.value, false, c.err
	case <-ctx.Done():
		return v, false, context.Cause(ctx)
	}
}

// join finds the call for key or starts it.
func (g *Group[V]) join(key string, answer func(context.Context) (V, error)) (c *call[V], kept bool, err error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if c, ok := g.calls[key]; ok {
		if c.element != nil {
			g.order.MoveToFront(c.element)
			return c, true, c.err
		}
		return c, false, nil
	}
	c = &call[V]{key: key, done: make(chan struct{})}
	switch {
	case g.closed:
		return c, false, ErrClosed
	case g.o.Pending > 0 && g.pending >= g.o.Pending:
		return c, false, ErrTooMany
	}
	g.calls[key] = c
	g.pending++
	g.flights.Go(func() { g.fly(c, answer) })
	return c, false, nil
}

func (g *Group[V]) fly(c *call[V], answer func(context.Context) (V, error)) {
	ctx, cancel := g.base, context.CancelFunc(func() {})
	if g.o.Limit > 0 {
		ctx, cancel = context.WithTimeoutCause(ctx, g.o.Limit, fmt.Errorf("%w after %s", ErrLimit, g.o.Limit))
	}
	defer cancel()
	c.value, c.err = safely(ctx, answer)
	if c.err != nil && ctx.Err() != nil {
		c.err = context.Cause(ctx) // it says more than that a context ended
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.pending--
	g.settle(c)
	close(c.done)
}

// safely turns a panic into an error: it would end the process, and with it the answers to everybody else.
func safely[V any](ctx context.Context, answer func(context.Context) (V, error)) (v V, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w: %v", errPanic, r)
		}
	}()
	return answer(ctx)
}

// Close ends what is under way and waits for it.
func (g *Group[V]) Close() {
	g.mu.Lock()
	g.closed = true
	g.mu.Unlock()
	g.stop(ErrClosed)
	g.flights.Wait()
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, c := range g.calls {
		g.drop(c)
	}
}
