package image

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"sync"
)

// guard sends requests with what the user allows for their host, and gives up hosts that cannot be reached.
//
// go-containerregistry tries plain HTTP, unasked, for loopback and for private addresses. Here it is for loopback and for
// the hosts that the user named, and never in place of a certificate that is not trusted.
type guard struct {
	insecure    []string
	strict, lax http.RoundTripper
	down        sync.Map // scheme://host → error
}

var (
	errPlain     = errors.New("it does not speak TLS")
	errUntrusted = errors.New("plain HTTP is not tried instead")
)

// RoundTrip implements http.RoundTripper.
func (g *guard) RoundTrip(req *http.Request) (*http.Response, error) {
	scheme, host := req.URL.Scheme, req.URL.Host
	insecure := isInsecure(g.insecure, host)
	if scheme != "https" && !insecure {
		if !isLoopback(req.URL.Hostname()) {
			return nil, fmt.Errorf("ask %s: %w", host, errPlain)
		}
		if g.untrusted(host) {
			return nil, errUntrusted
		}
	}
	key := scheme + "://" + host
	if err := g.failed(key); err != nil {
		return nil, fmt.Errorf("not tried again: %w", err)
	}
	next := g.strict
	if insecure {
		next = g.lax
	}
	resp, err := next.RoundTrip(req)
	if err != nil && req.Context().Err() == nil {
		g.down.Store(key, err)
	}
	return resp, err
}

// untrusted tells whether TLS was tried with the host and failed for its certificate.
func (g *guard) untrusted(host string) bool {
	var certificate *tls.CertificateVerificationError
	return errors.As(g.failed("https://"+host), &certificate)
}

// failed is why a host was given up, nil where it was not.
func (g *guard) failed(key string) error {
	before, ok := g.down.Load(key)
	if !ok {
		return nil
	}
	err, _ := before.(error)
	return err
}

// isInsecure tells whether a host is one of those that the user trusts without TLS, with or without its port.
func isInsecure(insecure []string, host string) bool {
	bare := (&url.URL{Host: host}).Hostname()
	return slices.Contains(insecure, host) || slices.Contains(insecure, bare)
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
