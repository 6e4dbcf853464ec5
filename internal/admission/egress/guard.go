package egress

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"syscall"
	"time"
)

// Guard lets connections go to public addresses, and to those that are allowed by name. The zero value allows only public
// ones.
type Guard struct {
	// Allow are addresses that are not public and may be asked all the same, such as those of a registry in the cluster.
	Allow []netip.Prefix
	// Resolver looks up names; nil is the system's.
	Resolver *net.Resolver
	// Proxy is the proxy for a request, as in http.Transport; nil is http.ProxyFromEnvironment. A proxy was chosen by who runs
	// the program, so its own address is not judged.
	Proxy func(*http.Request) (*url.URL, error)
}

// dialTimeout bounds one attempt to connect; it is the default of net/http.
const dialTimeout = 30 * time.Second

// Wrap makes a transport that goes through the guard. It replaces how t dials and finds proxies, so t must not be used yet.
func (g *Guard) Wrap(t *http.Transport) http.RoundTripper {
	proxy := g.Proxy
	if proxy == nil {
		proxy = http.ProxyFromEnvironment
	}
	t.Proxy = func(req *http.Request) (*url.URL, error) { return proxyOf(req.Context()), nil }
	t.DialContext = g.dial
	t.DialTLSContext = nil
	return &guarded{guard: g, proxy: proxy, next: t}
}

// guarded decides on the proxy before a connection is looked for, because a dial sees an address and not its purpose.
type guarded struct {
	guard *Guard
	proxy func(*http.Request) (*url.URL, error)
	next  http.RoundTripper
}

// RoundTrip implements http.RoundTripper.
func (g *guarded) RoundTrip(req *http.Request) (*http.Response, error) {
	proxy, err := g.proxy(req)
	if err != nil {
		return nil, fmt.Errorf("find proxy for %s: %w", req.URL.Host, err)
	}
	if proxy == nil {
		return g.next.RoundTrip(req)
	}
	if err := g.guard.throughProxy(req.Context(), req.URL.Hostname()); err != nil {
		return nil, err
	}
	return g.next.RoundTrip(req.WithContext(context.WithValue(req.Context(), proxyKey{}, proxy)))
}

type proxyKey struct{}

// proxyOf is the proxy that a request was given; nil for none.
func proxyOf(ctx context.Context) *url.URL {
	u, _ := ctx.Value(proxyKey{}).(*url.URL)
	return u
}

// throughProxy judges the name that a proxy is to be asked for. The proxy resolves it again, so what is refused here is only
// what this side of it knows to lead inside; the proxy's own rules have to do the rest. A name that is not known on this
// side leads nowhere on this side.
func (g *Guard) throughProxy(ctx context.Context, host string) error {
	if a, err := netip.ParseAddr(host); err == nil {
		return g.judge(host, a)
	}
	addrs, err := g.resolver().LookupNetIP(ctx, "ip", host)
	if err != nil {
		return nil //nolint:nilerr // as said
	}
	for _, a := range addrs {
		if err := g.judge(host, a); err != nil {
			return err
		}
	}
	return nil
}

func (g *Guard) resolver() *net.Resolver {
	if g.Resolver == nil {
		return net.DefaultResolver
	}
	return g.Resolver
}

// dial connects, and judges every address right before the kernel does so.
func (g *Guard) dial(ctx context.Context, network, address string) (net.Conn, error) {
	d := net.Dialer{Timeout: dialTimeout, Resolver: g.Resolver}
	if proxyOf(ctx) == nil {
		host, _, err := net.SplitHostPort(address)
		if err != nil {
			return nil, fmt.Errorf("dial %s: %w", address, err)
		}
		d.ControlContext = func(_ context.Context, _, resolved string, _ syscall.RawConn) error {
			a, err := netip.ParseAddrPort(resolved)
			if err != nil {
				return fmt.Errorf("judge address %s: %w", resolved, err)
			}
			return g.judge(host, a.Addr())
		}
	}
	return d.DialContext(ctx, network, address)
}

func (g *Guard) judge(host string, a netip.Addr) error {
	kind := kindOf(a)
	plain := a.Unmap().WithZone("")
	if kind == "" || slices.ContainsFunc(g.Allow, func(p netip.Prefix) bool { return p.Contains(plain) }) {
		return nil
	}
	return &RefusedError{Host: host, Address: plain.String(), Kind: kind}
}
