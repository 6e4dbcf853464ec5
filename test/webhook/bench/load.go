package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/hullcheck/hullcheck/test/webhook/serving"
)

// target is a server and what it is asked.
type target struct {
	url    string
	client *http.Client
	body   []byte
}

// ask asks once. Every answer must be that the Pod is allowed: a fast refusal is no figure.
func (t target) ask(ctx context.Context) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, t.url, bytes.NewReader(t.body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := t.client.Do(req)
	if err != nil {
		return err
	}
	b, err := io.ReadAll(resp.Body)
	if err := errors.Join(err, resp.Body.Close()); err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK || !bytes.Contains(b, []byte(`"allowed":true`)) {
		return fmt.Errorf("%s answers %s: %.300s", t.url, resp.Status, b)
	}
	return nil
}

// steady asks at a fixed rate, whether answers come or not, and gives how long each took from when it was due.
func (t target) steady(ctx context.Context, perSecond int, length time.Duration) ([]time.Duration, error) {
	n := int(length.Seconds() * float64(perSecond))
	took, errs := make([]time.Duration, n), make([]error, n)
	var wait sync.WaitGroup
	began := time.Now()
	for i := range n {
		due := began.Add(time.Duration(i) * time.Second / time.Duration(perSecond))
		time.Sleep(time.Until(due))
		wait.Go(func() {
			errs[i] = t.ask(ctx)
			took[i] = time.Since(due)
		})
	}
	wait.Wait()
	slices.Sort(took)
	return took, summary(errs, n)
}

// summary is the first of the errors of so many requests, and how many there are: an overloaded machine has thousands.
func summary(errs []error, requests int) error {
	errs = slices.DeleteFunc(errs, func(err error) bool { return err == nil })
	if len(errs) == 0 {
		return nil
	}
	return fmt.Errorf("%d of %d requests failed, the first with: %w", len(errs), requests, errs[0])
}

// saturate asks from many clients without pause.
func (t target) saturate(ctx context.Context, clients int, length time.Duration) (took []time.Duration, perSecond float64, err error) {
	var mu sync.Mutex
	var errs []error
	var wait sync.WaitGroup
	began := time.Now()
	for range clients {
		wait.Go(func() {
			var own []time.Duration
			for time.Since(began) < length {
				start := time.Now()
				if err := t.ask(ctx); err != nil {
					mu.Lock()
					errs = append(errs, err)
					mu.Unlock()
					return
				}
				own = append(own, time.Since(start))
			}
			mu.Lock()
			defer mu.Unlock()
			took = append(took, own...)
		})
	}
	wait.Wait()
	slices.Sort(took)
	return took, float64(len(took)) / time.Since(began).Seconds(), summary(errs, len(took)+len(errs))
}

// quantile of sorted values.
func quantile(sorted []time.Duration, q float64) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[min(len(sorted)-1, int(q*float64(len(sorted))))]
}

// measure warms a server up and puts both loads on it.
func (t target) measure(ctx context.Context, pid int, length time.Duration) (f figures, err error) {
	if _, _, err := t.saturate(ctx, clients, length/5); err != nil {
		return f, err
	}
	before, err := serving.CPU(pid)
	if err != nil {
		return f, err
	}
	steady, err := t.steady(ctx, rate, length)
	if err != nil {
		return f, err
	}
	f.p50, f.p99 = quantile(steady, 0.5), quantile(steady, 0.99)
	full, throughput, err := t.saturate(ctx, clients, length)
	if err != nil {
		return f, err
	}
	f.throughput, f.satP99 = throughput, quantile(full, 0.99)
	after, err := serving.CPU(pid)
	f.cpu = (after - before) / time.Duration(len(steady)+len(full))
	return f, err
}
