package image

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	for header, want := range map[string]time.Duration{
		"": usualWait, "0": 0, "7": 7 * time.Second, "Mon, 23 Nov 2026 12:00:09 GMT": 9 * time.Second,
		"Mon, 23 Nov 2026 11:00:00 GMT": 0, "-1": usualWait, "soon": usualWait, "99999999999999999999": usualWait,
		"1795000000": 1795000000 * time.Second,
	} {
		if got := retryAfter(header, now); got != want {
			t.Errorf("%q: %s", header, got)
		}
	}
}

// reply answers every request alike.
type reply func(*http.Request) (*http.Response, error)

func (f reply) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

func ask(t *testing.T, rt http.RoundTripper, address string) error {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := rt.RoundTrip(req)
	if err == nil {
		err = resp.Body.Close()
	}
	return err
}

func TestGuardAllowsPlainHTTPWhereItWasAskedFor(t *testing.T) {
	fine := reply(func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: http.StatusOK, Body: http.NoBody}, nil
	})
	lax := errors.New("lax")
	careless := reply(func(*http.Request) (*http.Response, error) { return nil, lax })
	for address, want := range map[string]error{
		"https://ghcr.io/v2/": nil, "http://127.0.0.1:5000/v2/": nil, "http://localhost/v2/": nil, "http://[::1]:5000/v2/": nil,
		"http://ghcr.io/v2/": errPlain, "http://10.0.0.1:5000/v2/": errPlain, "http://192.168.1.1/v2/": errPlain,
		"http://169.254.169.254/latest": errPlain, "http://registry.lan:5000/v2/": lax, "https://registry.lan:5000/v2/": lax,
		"https://other.lan:7/v2/": lax, "https://registry.lan:5001/v2/": nil,
	} {
		g := &guard{insecure: []string{"registry.lan:5000", "other.lan"}, strict: fine, lax: careless}
		if err := ask(t, g, address); !errors.Is(err, want) || (err == nil) != (want == nil) {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func TestGuardDoesNotBlameAHostForAnImpatientCaller(t *testing.T) {
	g := &guard{strict: reply(func(r *http.Request) (*http.Response, error) { return nil, r.Context().Err() })}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "https://ghcr.io/v2/", nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := g.RoundTrip(req); !errors.Is(err, context.Canceled) { //nolint:bodyclose // there is no response
		t.Error(err)
	}
	if err := g.failed("https://ghcr.io"); err != nil {
		t.Error(err)
	}
}

func TestRedirectsDoNotLeaveTLS(t *testing.T) {
	at := func(address string) *http.Request {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
		if err != nil {
			t.Fatal(err)
		}
		return req
	}
	if err := checkRedirect(at("https://cdn.example/x"), []*http.Request{at("https://ghcr.io/v2/")}); err != nil {
		t.Error(err)
	}
	err := checkRedirect(at("http://127.0.0.1/x"), []*http.Request{at("https://ghcr.io/v2/")})
	if err == nil || !strings.Contains(err.Error(), "ghcr.io redirects to 127.0.0.1 without TLS") {
		t.Error(err)
	}
}

func TestOneLine(t *testing.T) {
	for in, want := range map[string]string{
		" a\nb\t\x1b[31mc ": "a b  [31mc", "": "", strings.Repeat("é", 301): strings.Repeat("é", 300) + "…", "a\u202eb\x00": "a b",
	} {
		if got := oneLine(in); got != want {
			t.Errorf("%q: %q", in, got)
		}
	}
}
