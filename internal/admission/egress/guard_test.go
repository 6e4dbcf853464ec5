package egress_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"github.com/hullcheck/hullcheck/internal/admission/egress"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// loopback allows the servers of these tests.
var loopback = netip.MustParsePrefix("127.0.0.1/32")

// get asks through the guard and returns what stands in the answer.
func get(t *testing.T, g *egress.Guard, address string) (status int, err error) {
	t.Helper()
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	client := http.Client{Transport: g.Wrap(transport)}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := client.Do(req)
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, resp.Body.Close()
}

// server answers 204, and redirects to the query's "to".
func server(t *testing.T) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if to := r.URL.Query().Get("to"); to != "" {
			http.Redirect(w, r, to, http.StatusTemporaryRedirect)
			return
		}
		w.WriteHeader(http.StatusNoContent)
	}))
	t.Cleanup(s.Close)
	return s
}

func wantRefused(t *testing.T, err error, text string) {
	t.Helper()
	var refused *egress.RefusedError
	if !errors.As(err, &refused) || refused.Error() != text {
		t.Errorf("got %v\nwant refused: %s", err, text)
	}
}

func noProxy(*http.Request) (*url.URL, error) { return nil, nil }

func TestAddressesThatAreNotPublicAreRefused(t *testing.T) {
	g := &egress.Guard{Proxy: noProxy}
	port := strings.TrimPrefix(server(t).URL, "http://127.0.0.1")
	for address, want := range map[string]string{
		"http://127.0.0.1" + port:          "127.0.0.1 is a loopback address and not one of those that may be asked",
		"http://[::ffff:127.0.0.1]" + port: "::ffff:127.0.0.1 is at the loopback address 127.0.0.1, which is not one of those that may be asked",
		"http://10.0.0.1:5000/v2/":         "10.0.0.1 is a private address and not one of those that may be asked",
		"http://169.254.169.254/latest":    "169.254.169.254 is a link-local address and not one of those that may be asked",
		"https://[fd00::1]/v2/":            "fd00::1 is a private address and not one of those that may be asked",
		"https://0.0.0.0/v2/":              "0.0.0.0 is an unspecified address and not one of those that may be asked",
	} {
		_, err := get(t, g, address)
		wantRefused(t, err, want)
	}
	_, err := get(t, g, "http://localhost"+port)
	if refused := (&egress.RefusedError{}); !errors.As(err, &refused) || refused.Kind != "loopback" || refused.Host != "localhost" {
		t.Errorf("a name of the machine's own: %v", err)
	}
}

func TestAllowedAddresses(t *testing.T) {
	g := &egress.Guard{Proxy: noProxy, Allow: []netip.Prefix{loopback}}
	s := server(t)
	for _, address := range []string{s.URL, strings.Replace(s.URL, "127.0.0.1", "[::ffff:127.0.0.1]", 1)} {
		if status, err := get(t, g, address); err != nil || status != http.StatusNoContent {
			t.Errorf("%s: %d, error %v", address, status, err)
		}
	}
	_, err := get(t, g, "http://127.0.0.2:1/")
	wantRefused(t, err, "127.0.0.2 is a loopback address and not one of those that may be asked")
}

func TestRedirectsAreJudgedToo(t *testing.T) {
	g := &egress.Guard{Proxy: noProxy, Allow: []netip.Prefix{loopback}}
	s := server(t)
	for to, want := range map[string]string{
		"http://169.254.169.254/latest/meta-data": "169.254.169.254 is a link-local address and not one of those that may be asked",
		"http://127.0.0.2:9/":                     "127.0.0.2 is a loopback address and not one of those that may be asked",
	} {
		_, err := get(t, g, s.URL+"?to="+url.QueryEscape(to))
		wantRefused(t, err, want)
	}
	if status, err := get(t, g, s.URL+"?to="+url.QueryEscape(s.URL)); err != nil || status != http.StatusNoContent {
		t.Errorf("redirect to an allowed address: %d, error %v", status, err)
	}
}

// TestNamesAreJudgedWhenTheyAreDialled: a name that is public when it is first looked up and private a moment later.
func TestNamesAreJudgedWhenTheyAreDialled(t *testing.T) {
	names, server := resolver(t, "8.8.8.8", "127.0.0.1")
	if got, err := names.LookupNetIP(t.Context(), "ip4", "rebind.example"); err != nil || got[0].String() != "8.8.8.8" {
		t.Fatalf("first look-up: %v, error %v", got, err)
	}
	_, err := get(t, &egress.Guard{Proxy: noProxy, Resolver: names}, "http://rebind.example:1/")
	wantRefused(t, err, "rebind.example is at the loopback address 127.0.0.1, which is not one of those that may be asked")
	if server.asked.Load() != 2 {
		t.Errorf("the name was looked up %d times", server.asked.Load())
	}
}

func TestProxiesAreReachedAndNotUsedToReachInside(t *testing.T) {
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusTeapot)
	}))
	t.Cleanup(proxy.Close)
	at, err := url.Parse(proxy.URL)
	if err != nil {
		t.Fatal(err)
	}
	names, _ := resolver(t, "8.8.8.8")
	inside, _ := resolver(t, "10.0.0.1")
	g := &egress.Guard{Proxy: http.ProxyURL(at), Resolver: names}
	if status, err := get(t, g, "http://quay.example/v2/"); err != nil || status != http.StatusTeapot {
		t.Errorf("through a proxy with a private address: %d, error %v", status, err)
	}
	_, err = get(t, g, "http://10.0.0.1/v2/")
	wantRefused(t, err, "10.0.0.1 is a private address and not one of those that may be asked")
	_, err = get(t, g, proxy.URL)
	wantRefused(t, err, "127.0.0.1 is a loopback address and not one of those that may be asked")
	_, err = get(t, &egress.Guard{Proxy: http.ProxyURL(at), Resolver: inside}, "http://registry.corp/v2/")
	wantRefused(t, err, "registry.corp is at the private address 10.0.0.1, which is not one of those that may be asked")

	unknown := &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		return nil, errors.New("no name server")
	}}
	if status, err := get(t, &egress.Guard{Proxy: http.ProxyURL(at), Resolver: unknown}, "http://quay.example/v2/"); err != nil ||
		status != http.StatusTeapot {
		t.Errorf("a name that only the proxy knows: %d, error %v", status, err)
	}
	broken := func(*http.Request) (*url.URL, error) { return nil, errors.New("bad proxy") }
	if _, err := get(t, &egress.Guard{Proxy: broken}, "http://quay.example/"); err == nil || !strings.Contains(err.Error(), "bad proxy") {
		t.Errorf("broken proxy setting: %v", err)
	}
}
