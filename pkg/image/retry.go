package image

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// How long to wait before the one retry: as the server says, unless it asks for more than a person would sit through.
const (
	usualWait = time.Second
	maxWait   = 30 * time.Second
)

// retry asks a second time where a server says that it is busy. A host that stays busy is not waited for again.
type retry struct {
	next http.RoundTripper
	busy sync.Map // hosts that were waited for in vain
}

// RoundTrip implements http.RoundTripper.
func (r *retry) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := r.next.RoundTrip(req)
	if err != nil || !isBusy(resp.StatusCode) || req.Body != nil && req.Body != http.NoBody {
		return resp, err
	}
	if _, known := r.busy.Load(req.URL.Host); known {
		return resp, nil
	}
	wait := retryAfter(resp.Header.Get("Retry-After"), time.Now())
	if wait > maxWait {
		return resp, nil
	}
	// What is left of the body is read for the connection's sake; whether that works makes no difference.
	_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, maxWords))
	if err := errors.Join(resp.Body.Close(), sleep(req.Context(), wait)); err != nil {
		return nil, err
	}
	resp, err = r.next.RoundTrip(req.Clone(req.Context()))
	if err == nil && isBusy(resp.StatusCode) {
		r.busy.Store(req.URL.Host, true)
	}
	return resp, err
}

func isBusy(status int) bool {
	switch status {
	case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	default:
		return false
	}
}

// retryAfter reads the header's two forms, seconds and a date (RFC 9110, 10.2.3).
func retryAfter(header string, now time.Time) time.Duration {
	if seconds, err := strconv.ParseUint(header, 10, 31); err == nil {
		return time.Duration(seconds) * time.Second
	}
	if at, err := http.ParseTime(header); err == nil {
		return max(0, at.Sub(now))
	}
	return usualWait
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-timer.C:
		return nil
	}
}
