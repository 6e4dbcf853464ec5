package image

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"
)

// patience ends an answer that falls silent: no byte for so long. A large layer may take its time, a dead connection must
// not take all of ours.
type patience struct {
	next    http.RoundTripper
	silence time.Duration
}

// RoundTrip implements http.RoundTripper.
func (p *patience) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithCancelCause(req.Context())
	silent := &Error{
		Class: Unreachable, Hint: "try again, or give it more time with --timeout",
		Detail: fmt.Sprintf("%s: nothing came for %s", req.URL.Host, p.silence),
	}
	timer := time.AfterFunc(p.silence, func() { cancel(silent) })
	resp, err := p.next.RoundTrip(req.WithContext(ctx))
	timer.Stop()
	if err != nil {
		err = p.cause(ctx, err)
		cancel(nil)
		return nil, err
	}
	resp.Body = &timedBody{ReadCloser: resp.Body, patience: p, ctx: ctx, cancel: cancel, timer: timer}
	return resp, nil
}

// cause prefers our own reason to the context's bare "canceled" that the transport reports for it.
func (p *patience) cause(ctx context.Context, err error) error {
	var silent *Error
	if errors.As(context.Cause(ctx), &silent) {
		return silent
	}
	return err
}

// timedBody counts the time of each read alone: a reader may be slow.
type timedBody struct {
	io.ReadCloser
	patience *patience
	ctx      context.Context //nolint:containedctx // the request's, to tell why reading ended
	cancel   context.CancelCauseFunc
	timer    *time.Timer
	once     sync.Once
}

func (b *timedBody) Read(p []byte) (int, error) {
	b.timer.Reset(b.patience.silence)
	n, err := b.ReadCloser.Read(p)
	b.timer.Stop()
	if err != nil && !errors.Is(err, io.EOF) {
		err = b.patience.cause(b.ctx, err)
	}
	return n, err
}

func (b *timedBody) Close() error {
	b.once.Do(func() { b.cancel(nil) })
	return b.ReadCloser.Close()
}
