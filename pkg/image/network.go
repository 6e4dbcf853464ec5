package image

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"net/http"
	"os"
)

// NetworkOptions are how registries are reached. The zero value is usable.
type NetworkOptions struct {
	// CAFile holds PEM certificates that are trusted beside the system's.
	CAFile string
	// Wrap stands between an Opener and the transport, which it may change before its first use: to refuse addresses, to
	// count bytes. It is called once for the hosts that need TLS and once for those of Options.Insecure. Nil: nothing does.
	Wrap func(*http.Transport) http.RoundTripper
}

// Network holds connections to registries. It is safe for concurrent use, and one may serve many Openers: what these learn,
// such as credentials and which hosts are down, stays their own.
type Network struct {
	strict, lax http.RoundTripper
	transports  []*http.Transport
}

// NewNetwork reads the certificates. It contacts nobody.
func NewNetwork(o NetworkOptions) (*Network, error) {
	roots, err := certificates(o.CAFile)
	if err != nil {
		return nil, err
	}
	strict := newTransport(&tls.Config{MinVersion: tls.VersionTLS12, RootCAs: roots})
	lax := newTransport(&tls.Config{InsecureSkipVerify: true}) //nolint:gosec // G402: for the hosts of Options.Insecure only
	n := &Network{strict: strict, lax: lax, transports: []*http.Transport{strict, lax}}
	if o.Wrap != nil {
		n.strict, n.lax = o.Wrap(strict), o.Wrap(lax)
	}
	return n, nil
}

// Close lets go of idle connections.
func (n *Network) Close() {
	for _, t := range n.transports {
		t.CloseIdleConnections()
	}
}

func newTransport(config *tls.Config) *http.Transport {
	return &http.Transport{
		Proxy:               http.ProxyFromEnvironment,
		DialContext:         (&net.Dialer{}).DialContext,
		TLSClientConfig:     config,
		ForceAttemptHTTP2:   true,
		MaxIdleConnsPerHost: parallel,
		DisableCompression:  true, // digests are over the bytes as stored
	}
}

// certificates are the system's and those of the file; nil is the system's.
func certificates(file string) (*x509.CertPool, error) {
	if file == "" {
		return nil, nil //nolint:nilnil // crypto/tls takes nil for the system's
	}
	pem, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read CA file: %w", err)
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	if !pool.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("read CA file: no PEM certificate in %s", file)
	}
	return pool, nil
}
