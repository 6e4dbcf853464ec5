package admission_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hullcheck/hullcheck/internal/admission"
)

// pair makes a certificate of its own for localhost.
func pair(tb testing.TB, serial int64, until time.Time) (cert, key []byte) {
	tb.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		tb.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(serial), NotBefore: time.Now().Add(-2 * time.Hour), NotAfter: until, DNSNames: []string{"localhost"},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, k.Public(), k)
	if err != nil {
		tb.Fatal(err)
	}
	pk, err := x509.MarshalPKCS8PrivateKey(k)
	if err != nil {
		tb.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: pk})
}

func write(tb testing.TB, dir string, files map[string][]byte) {
	tb.Helper()
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			tb.Fatal(err)
		}
	}
}

// testServer is a server that runs, with the folder of its certificate.
type testServer struct {
	dir, hook, side string
	handler         *admission.Handler
	log             *lockedBuffer
	stop            context.CancelFunc
	done            chan error
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func listener(tb testing.TB) net.Listener {
	tb.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	return l
}

func serve(t *testing.T, h *admission.Handler) *testServer {
	t.Helper()
	s := &testServer{dir: t.TempDir(), handler: h, log: &lockedBuffer{}, done: make(chan error, 1)}
	ctx, stop := context.WithCancel(t.Context())
	s.stop = stop
	h.Log = slog.New(slog.NewJSONHandler(s.log, nil))
	certs := &admission.Certificates{Log: h.Log, Metrics: h.Metrics}
	server := &admission.Server{Handler: h, Certificates: certs, Metrics: h.Metrics, Log: h.Log}
	hook, side := listener(t), listener(t)
	s.hook, s.side = hook.Addr().String(), side.Addr().String()
	var workers sync.WaitGroup
	workers.Go(func() {
		certs.Follow(ctx, filepath.Join(s.dir, "tls.crt"), filepath.Join(s.dir, "tls.key"), 5*time.Millisecond)
	})
	go func() {
		err := server.Serve(ctx, hook, side)
		workers.Wait()
		s.done <- err
	}()
	t.Cleanup(func() {
		stop()
		select {
		case <-s.done:
		case <-time.After(20 * time.Second):
			t.Error("the server does not stop")
		}
	})
	return s
}

// client trusts anyone: the tests look at what is served.
func client(t *testing.T) *http.Client {
	t.Helper()
	transport := &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport, Timeout: 10 * time.Second}
}

func get(t *testing.T, url string) (code int, body string) {
	t.Helper()
	r, err := client(t).Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return r.StatusCode, string(b)
}

func eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if is() {
			return
		}
	}
	t.Fatalf("never: %s", what)
}

// TestReadiness: not ready without rules or without a certificate that holds, each in words; healthy all the time.
func TestReadiness(t *testing.T) {
	h := newHandler(t, nil, namespaces{})
	s := serve(t, h)
	ready := func() (int, string) { return get(t, "http://"+s.side+"/readyz") }
	wants := func(code int, text string) {
		t.Helper()
		eventually(t, text, func() bool { c, b := ready(); return c == code && strings.Contains(b, text) })
	}
	wants(503, "the rules are not compiled yet")
	h.Use(newBook(t, "read-images: off\nwebhook: {limits: {drain: 1ms}}", nil))
	wants(503, "there is no certificate yet")
	cert, key := pair(t, 1, time.Now().Add(-time.Hour))
	write(t, s.dir, map[string][]byte{"tls.crt": cert, "tls.key": key})
	wants(503, "the certificate expired on ")
	cert, key = pair(t, 2, time.Now().Add(time.Hour))
	write(t, s.dir, map[string][]byte{"tls.crt": cert, "tls.key": key})
	wants(200, "ok")
	if code, _ := get(t, "https://"+s.hook+"/readyz"); code != 200 {
		t.Errorf("over TLS: %d", code)
	}
	if code, body := get(t, "http://"+s.side+"/metrics"); code != 200 || !strings.Contains(body, "hullcheck_certificate_expiry_timestamp_seconds") {
		t.Errorf("metrics: %d", code)
	}
	if code, _ := get(t, "http://"+s.side+"/validate"); code != 404 {
		t.Errorf("reviews without TLS: %d", code)
	}
}

// TestRotationUnderLoad: the certificate changes while requests come over new connections; none of them fails, a broken
// pair changes nothing, and in the end the new one is served.
func TestRotationUnderLoad(t *testing.T) {
	h := newHandler(t, newBook(t, "read-images: off\nwebhook: {limits: {drain: 1ms}}", nil), enforcing("baseline"))
	s := serve(t, h)
	cert, key := pair(t, 1, time.Now().Add(time.Hour))
	write(t, s.dir, map[string][]byte{"tls.crt": cert, "tls.key": key})
	eventually(t, "a certificate", func() bool { c, _ := get(t, "http://"+s.side+"/readyz"); return c == 200 })

	body := bodyOf(t, question{object: pod(privilegedContext)}.request(t))
	var newest, failed atomic.Int64
	var clients sync.WaitGroup
	stop := make(chan struct{})
	for range 4 {
		clients.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				transport := &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, DisableKeepAlives: true}
				r, err := (&http.Client{Transport: transport}).Post("https://"+s.hook+"/validate", "application/json", bytes.NewReader(body))
				if err != nil {
					failed.Add(1)
					continue
				}
				if _, err := io.Copy(io.Discard, r.Body); err != nil || r.StatusCode != http.StatusOK {
					failed.Add(1)
				}
				r.Body.Close()
				if n := r.TLS.PeerCertificates[0].SerialNumber.Int64(); n > newest.Load() {
					newest.Store(n)
				}
			}
		})
	}
	for serial := int64(2); serial <= 5; serial++ {
		cert, key := pair(t, serial, time.Now().Add(time.Hour))
		// As two files they change one after the other: between that they do not fit together.
		write(t, s.dir, map[string][]byte{"tls.crt": cert})
		time.Sleep(20 * time.Millisecond)
		write(t, s.dir, map[string][]byte{"tls.key": key})
		eventually(t, "the new certificate", func() bool { return newest.Load() == serial })
	}
	close(stop)
	clients.Wait()
	if n := failed.Load(); n > 0 {
		t.Errorf("%d requests failed", n)
	}
	if !strings.Contains(s.log.String(), "certificate not loaded") || !strings.Contains(scrape(t, h.Metrics), `hullcheck_reloads_total{result="failure",what="certificates"}`) {
		t.Error("the broken pair is not told of")
	}
}

// TestShutdown: a stopping server says so, answers what is under way and what still comes, and then stops.
func TestShutdown(t *testing.T) {
	stuck := stuck{make(chan struct{}), make(chan struct{})}
	h := newHandler(t, newBook(t, "read-images: off\nwebhook: {limits: {drain: 300ms}}", nil), stuck)
	s := serve(t, h)
	cert, key := pair(t, 1, time.Now().Add(time.Hour))
	write(t, s.dir, map[string][]byte{"tls.crt": cert, "tls.key": key})
	eventually(t, "ready", func() bool { c, _ := get(t, "http://"+s.side+"/readyz"); return c == 200 })
	body := bodyOf(t, question{object: pod(privilegedContext)}.request(t))
	answered := make(chan int, 1)
	c := client(t)
	go func() {
		r, err := c.Post("https://"+s.hook+"/validate", "application/json", bytes.NewReader(body))
		if err != nil {
			answered <- 0
			return
		}
		r.Body.Close()
		answered <- r.StatusCode
	}()
	<-stuck.in
	s.stop()
	eventually(t, "not ready", func() bool {
		c, b := get(t, "http://"+s.side+"/readyz")
		return c == 503 && strings.Contains(b, "stopping")
	})
	time.Sleep(400 * time.Millisecond)
	close(stuck.out)
	if code := <-answered; code != 200 {
		t.Errorf("a request under way was answered with %d", code)
	}
	if err := <-s.done; err != nil {
		t.Error(err)
	}
	s.done <- nil
	if conn, err := net.Dial("tcp", s.hook); err == nil {
		conn.Close()
		t.Error("still listening")
	}
}
