// Package balancer spreads connections over replicas as a Service does: to those that say that they are ready.
package balancer

import (
	"context"
	"errors"
	"io"
	"net"
	"sync"
	"time"
)

// Backend is one replica.
type Backend struct {
	Address string
	// Ready asks the replica.
	Ready func(context.Context) bool
}

// Balancer is a running balancer.
type Balancer struct {
	listener net.Listener
	cancel   context.CancelFunc
	wait     sync.WaitGroup

	mu    sync.Mutex
	ready []string
	next  int
}

// Start listens on the loopback interface.
func Start(backends ...Backend) (*Balancer, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(context.Background())
	b := &Balancer{listener: l, cancel: cancel}
	b.look(ctx, backends)
	b.wait.Go(func() { b.watch(ctx, backends) })
	b.wait.Go(func() { b.accept(ctx) })
	return b, nil
}

// Address is host:port of the balancer.
func (b *Balancer) Address() string { return b.listener.Addr().String() }

// Stop closes all connections.
func (b *Balancer) Stop() error {
	b.cancel()
	err := b.listener.Close()
	b.wait.Wait()
	return err
}

// watch asks all replicas ten times a second.
func (b *Balancer) watch(ctx context.Context, backends []Backend) {
	for ctx.Err() == nil {
		b.look(ctx, backends)
		select {
		case <-ctx.Done():
		case <-time.After(100 * time.Millisecond):
		}
	}
}

func (b *Balancer) look(ctx context.Context, backends []Backend) {
	var ready []string
	for _, backend := range backends {
		ask, cancel := context.WithTimeout(ctx, time.Second)
		if backend.Ready(ask) {
			ready = append(ready, backend.Address)
		}
		cancel()
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.ready = ready
}

func (b *Balancer) pick() (string, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.ready) == 0 {
		return "", errors.New("no replica is ready")
	}
	b.next++
	return b.ready[b.next%len(b.ready)], nil
}

func (b *Balancer) accept(ctx context.Context) {
	for {
		conn, err := b.listener.Accept()
		if err != nil {
			return
		}
		b.wait.Go(func() { b.serve(ctx, conn) })
	}
}

// serve copies in both directions until either side ends.
func (b *Balancer) serve(ctx context.Context, front net.Conn) {
	defer front.Close()
	address, err := b.pick()
	if err != nil {
		return
	}
	back, err := net.Dial("tcp", address)
	if err != nil {
		return
	}
	defer back.Close()
	stop := context.AfterFunc(ctx, func() { front.Close(); back.Close() })
	defer stop()
	done := make(chan struct{}, 2)
	for _, pair := range [][2]net.Conn{{front, back}, {back, front}} {
		go func() {
			_, _ = io.Copy(pair[0], pair[1]) // the other side ended: so does this one
			done <- struct{}{}
		}()
	}
	<-done
}
