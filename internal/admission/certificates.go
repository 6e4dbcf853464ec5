package admission

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync/atomic"
	"time"
)

// Certificates is the serving certificate as it stands. Connections that are open keep theirs, so that a new one is no
// interruption.
type Certificates struct {
	Log     *slog.Logger
	Metrics *Metrics

	current atomic.Pointer[tls.Certificate]
	read    [sha256.Size]byte
}

var errNoCertificate = errors.New("there is no certificate yet")

// Get is tls.Config.GetCertificate.
func (c *Certificates) Get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	if cert := c.current.Load(); cert != nil {
		return cert, nil
	}
	return nil, errNoCertificate
}

// Ready says why no API server would accept what is served; nil where one would.
func (c *Certificates) Ready(now time.Time) error {
	cert := c.current.Load()
	switch {
	case cert == nil:
		return errNoCertificate
	case now.After(cert.Leaf.NotAfter):
		return fmt.Errorf("the certificate expired on %s", cert.Leaf.NotAfter.UTC().Format(time.RFC3339))
	case now.Before(cert.Leaf.NotBefore):
		return fmt.Errorf("the certificate is not valid before %s", cert.Leaf.NotBefore.UTC().Format(time.RFC3339))
	}
	return nil
}

// Set serves another pair, given as PEM. One that is broken changes nothing.
func (c *Certificates) Set(cert, key []byte) (err error) {
	sum := sha256.Sum256(bytes.Join([][]byte{cert, key}, []byte{0}))
	if sum == c.read {
		return nil
	}
	c.read = sum
	defer func() { c.Metrics.loaded("certificates", err) }()
	pair, err := tls.X509KeyPair(cert, key)
	if err != nil {
		return fmt.Errorf("load certificate: %w", err)
	}
	if pair.Leaf, err = x509.ParseCertificate(pair.Certificate[0]); err != nil {
		return fmt.Errorf("load certificate: %w", err)
	}
	c.current.Store(&pair)
	c.Metrics.expiry.Set(float64(pair.Leaf.NotAfter.Unix()))
	c.Log.Info("serving certificate", "names", pair.Leaf.DNSNames, "until", pair.Leaf.NotAfter.UTC().Format(time.RFC3339))
	return nil
}

// Follow reads the pair from files until ctx is done, each time they change. Only one goroutine may set certificates.
func (c *Certificates) Follow(ctx context.Context, certFile, keyFile string, every time.Duration) {
	said := ""
	for {
		err := c.load(certFile, keyFile)
		switch {
		case err == nil:
			said = ""
		case err.Error() != said:
			said = err.Error()
			c.Log.Error("certificate not loaded", "error", said)
		}
		if !sleep(ctx, every) {
			return
		}
	}
}

func (c *Certificates) load(certFile, keyFile string) error {
	cert, err := os.ReadFile(certFile)
	if err != nil {
		return fmt.Errorf("read certificate: %w", err)
	}
	key, err := os.ReadFile(keyFile)
	if err != nil {
		return fmt.Errorf("read key: %w", err)
	}
	return c.Set(cert, key)
}

// sleep waits, and tells whether there is reason to go on.
func sleep(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}
