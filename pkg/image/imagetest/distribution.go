package imagetest

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/remote"
)

// Distribution is a running docker-registry (CNCF distribution) on loopback, with TLS by a CA of its own and one account.
type Distribution struct {
	Host   string
	CAFile string
	pool   *x509.CertPool
}

// The account of every Distribution.
const (
	Account  = "ci"
	Password = "correct horse"
)

// StartDistribution runs a registry for the time of a test, and skips the test where the program is not installed.
func StartDistribution(tb testing.TB) Distribution {
	tb.Helper()
	binary, err := exec.LookPath("docker-registry")
	if err != nil {
		tb.Skip("docker-registry is not installed: apt-get install docker-registry")
	}
	dir := tb.TempDir()
	d := Distribution{CAFile: filepath.Join(dir, "cert.pem"), Host: freeAddress(tb), pool: x509.NewCertPool()}
	keyFile, htpasswdFile := filepath.Join(dir, "key.pem"), filepath.Join(dir, "htpasswd")
	d.pool.AppendCertsFromPEM(selfSigned(tb, d.CAFile, keyFile))
	htpasswd, err := exec.Command("htpasswd", "-Bbn", Account, Password).Output()
	if err != nil {
		tb.Fatalf("htpasswd (apt-get install apache2-utils): %v", err)
	}
	write(tb, htpasswdFile, htpasswd)
	config := filepath.Join(dir, "config.yml")
	write(tb, config, fmt.Appendf(nil, `version: 0.1
log: {level: error}
storage: {filesystem: {rootdirectory: %q}}
http: {addr: %q, tls: {certificate: %q, key: %q}}
auth: {htpasswd: {realm: test, path: %q}}
`, filepath.Join(dir, "store"), d.Host, d.CAFile, keyFile, htpasswdFile))
	d.run(tb, exec.Command(binary, "serve", config)) //nolint:gosec // G204: a program of the machine, on a file of ours
	return d
}

// Push writes an image to the registry; ref names it behind the host.
func (d Distribution) Push(tb testing.TB, ref string, img v1.Image) {
	tb.Helper()
	parsed, err := name.ParseReference(d.Host + "/" + ref)
	if err != nil {
		tb.Fatal(err)
	}
	auth := authn.FromConfig(authn.AuthConfig{Username: Account, Password: Password})
	if err := remote.Write(parsed, img, remote.WithAuth(auth), remote.WithTransport(d.transport())); err != nil {
		tb.Fatal(err)
	}
}

func (d Distribution) run(tb testing.TB, cmd *exec.Cmd) {
	tb.Helper()
	var output bytes.Buffer
	cmd.Stdout, cmd.Stderr = &output, &output
	if err := cmd.Start(); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		_ = cmd.Process.Kill() // it may have ended
		_ = cmd.Wait()         // as killed
		if tb.Failed() {
			tb.Logf("docker-registry: %s", output.String())
		}
	})
	transport := d.transport()
	defer transport.CloseIdleConnections()
	client := http.Client{Transport: transport, Timeout: time.Second}
	for range 100 {
		resp, err := client.Get("https://" + d.Host + "/v2/")
		if err == nil {
			_ = resp.Body.Close() // that it answers is all
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	tb.Fatalf("docker-registry does not answer: %s", output.String())
}

func (d Distribution) transport() *http.Transport {
	return &http.Transport{TLSClientConfig: &tls.Config{RootCAs: d.pool, MinVersion: tls.VersionTLS12}}
}

func freeAddress(tb testing.TB) string {
	tb.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	defer l.Close() //nolint:errcheck // nothing was sent
	return l.Addr().String()
}

func write(tb testing.TB, file string, content []byte) {
	tb.Helper()
	if err := os.WriteFile(file, content, 0o600); err != nil {
		tb.Fatal(err)
	}
}

// selfSigned writes a certificate for loopback and its key, and returns the certificate.
func selfSigned(tb testing.TB, certFile, keyFile string) []byte {
	tb.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		tb.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		tb.Fatal(err)
	}
	keyDER, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		tb.Fatal(err)
	}
	write(tb, keyFile, pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: keyDER}))
	cert := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	write(tb, certFile, cert)
	return cert
}
