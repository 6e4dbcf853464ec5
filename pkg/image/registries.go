package image

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"net/http"
	"os"
	"sync"

	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/v1/remote/transport"
)

// registries is all that a run knows of the registries that it speaks to.
type registries struct {
	options   Options
	transport http.RoundTripper
	idle      []func()
	repos     memo[*repository]
	contacted sync.Map
}

func newRegistries(o Options) (*registries, error) {
	roots, err := certificates(o.CAFile)
	if err != nil {
		return nil, err
	}
	strict := newTransport(&tls.Config{MinVersion: tls.VersionTLS12, RootCAs: roots})
	lax := newTransport(&tls.Config{InsecureSkipVerify: true}) //nolint:gosec // G402: for the hosts of --insecure-registry only
	guarded := &guard{
		insecure: o.Insecure, strict: &patience{next: strict, silence: o.Timeout}, lax: &patience{next: lax, silence: o.Timeout},
	}
	return &registries{
		options:   o,
		transport: transport.NewUserAgent(&retry{next: guarded}, o.UserAgent),
		idle:      []func(){strict.CloseIdleConnections, lax.CloseIdleConnections},
	}, nil
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

func (r *registries) close() {
	for _, closeIdle := range r.idle {
		closeIdle()
	}
}

// place resolves a reference.
func (r *registries) place(ctx context.Context, ref string) (*place, error) {
	parsed, err := name.ParseReference(ref)
	if err != nil {
		return nil, fmt.Errorf("parse image reference: %w", err)
	}
	repo := parsed.Context()
	if isInsecure(r.options.Insecure, repo.RegistryStr()) {
		if repo.Registry, err = name.NewRegistry(repo.RegistryStr(), name.Insecure); err != nil {
			return nil, fmt.Errorf("parse registry: %w", err)
		}
	}
	r.contact(hostName(repo.Registry))
	store, err := r.repos.do(ctx, repo.Name(), func() (*repository, error) { return r.login(ctx, repo) })
	if err != nil {
		return nil, err
	}
	found, err := store.resolve(ctx, parsed.Identifier())
	if err != nil {
		return nil, err
	}
	return &place{store: store, roots: []root{found}}, nil
}

func (r *registries) contact(host string) {
	if _, known := r.contacted.LoadOrStore(host, true); !known && r.options.Contact != nil {
		r.options.Contact(host)
	}
}
