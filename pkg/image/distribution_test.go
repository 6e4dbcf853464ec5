package image_test

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
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/v1/remote"

	"github.com/hullcheck/hullcheck/pkg/image"
)

// distribution is a running docker-registry (CNCF distribution) on loopback, with TLS by a CA of its own and one account.
type distribution struct {
	host, caFile string
	pool         *x509.CertPool
}

// The account, and its bcrypt line as htpasswd -B writes it.
const (
	account  = "ci"
	password = "correct horse"
)

func startDistribution(t *testing.T) distribution {
	t.Helper()
	binary, err := exec.LookPath("docker-registry")
	if err != nil {
		t.Skip("docker-registry is not installed: apt-get install docker-registry")
	}
	dir := t.TempDir()
	d := distribution{caFile: filepath.Join(dir, "cert.pem"), pool: x509.NewCertPool()}
	keyFile := filepath.Join(dir, "key.pem")
	selfSigned(t, d.caFile, keyFile)
	d.pool.AppendCertsFromPEM(must(os.ReadFile(d.caFile))(t))
	htpasswd := must(exec.Command("htpasswd", "-Bbn", account, password).Output())(t)
	htpasswdFile := filepath.Join(dir, "htpasswd")
	write(t, htpasswdFile, htpasswd)
	d.host = freeAddress(t)
	config := filepath.Join(dir, "config.yml")
	write(t, config, fmt.Appendf(nil, `version: 0.1
log: {level: error}
storage: {filesystem: {rootdirectory: %q}}
http: {addr: %q, tls: {certificate: %q, key: %q}}
auth: {htpasswd: {realm: test, path: %q}}
`, filepath.Join(dir, "store"), d.host, d.caFile, keyFile, htpasswdFile))
	d.run(t, exec.Command(binary, "serve", config))
	return d
}

func (d distribution) run(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	var output bytes.Buffer
	cmd.Stdout, cmd.Stderr = &output, &output
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		if t.Failed() {
			t.Logf("docker-registry: %s", output.String())
		}
	})
	client := http.Client{Transport: d.transport(), Timeout: time.Second}
	for range 100 {
		resp, err := client.Get("https://" + d.host + "/v2/")
		if err == nil {
			resp.Body.Close()
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("docker-registry does not answer: %s", output.String())
}

func (d distribution) transport() *http.Transport {
	return &http.Transport{TLSClientConfig: &tls.Config{RootCAs: d.pool, MinVersion: tls.VersionTLS12}}
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l := must(net.Listen("tcp", "127.0.0.1:0"))(t)
	defer l.Close()
	return l.Addr().String()
}

func write(t *testing.T, file string, content []byte) {
	t.Helper()
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

func selfSigned(t *testing.T, certFile, keyFile string) {
	t.Helper()
	key := must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))(t)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
	}
	der := must(x509.CreateCertificate(rand.Reader, template, template, key.Public(), key))(t)
	write(t, certFile, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	keyDER := must(x509.MarshalECPrivateKey(key))(t)
	write(t, keyFile, pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: keyDER}))
}

// dockerConfig is a docker config folder with one account for host.
func dockerConfig(t *testing.T, host, user, pass string) {
	t.Helper()
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("DOCKER_CONFIG", home)
	t.Setenv("XDG_RUNTIME_DIR", home)
	write(t, filepath.Join(home, "config.json"), fmt.Appendf(nil, `{"auths":{%q:{"username":%q,"password":%q}}}`, host, user, pass))
	write(t, filepath.Join(mkdir(t, home, ".docker"), "config.json"), must(os.ReadFile(filepath.Join(home, "config.json")))(t))
}

func mkdir(t *testing.T, elem ...string) string {
	t.Helper()
	dir := filepath.Join(elem...)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestRealRegistry(t *testing.T) {
	d := startDistribution(t)
	img := onPlatform(t, "linux/amd64", "app")
	ref := d.host + "/acme/api:1"
	auth := remote.WithAuth(authn.FromConfig(authn.AuthConfig{Username: account, Password: password}))
	if err := remote.Write(must(name.ParseReference(ref))(t), img, auth, remote.WithTransport(d.transport())); err != nil {
		t.Fatal(err)
	}
	want := []seen{{
		Name: ref, Source: "registry:" + ref, Digest: digestOf(t, img), Platform: "linux/amd64", User: "app", Verified: true,
		Passwd: passwdOf("app"),
	}}
	t.Run("with the account of the docker config", func(t *testing.T) {
		dockerConfig(t, d.host, account, password)
		images, err := open(t, image.Options{CAFile: d.caFile}, ref)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, look(t, images)); diff != "" {
			t.Error(diff)
		}
		_, err = open(t, image.Options{CAFile: d.caFile}, d.host+"/acme/api:2")
		wantError(t, err, image.NotFound, "MANIFEST_UNKNOWN")
		_, err = open(t, image.Options{CAFile: d.caFile}, d.host+"/acme/none:1")
		wantError(t, err, image.NotFound, "answers 404")
	})
	t.Run("with the account of a credential helper", func(t *testing.T) {
		dockerConfig(t, d.host, "", "")
		home := os.Getenv("DOCKER_CONFIG")
		write(t, filepath.Join(home, "config.json"), []byte(`{"credsStore":"hulltest"}`))
		helper := filepath.Join(home, "docker-credential-hulltest")
		script := fmt.Sprintf("#!/bin/sh\necho '{\"Username\":\"%s\",\"Secret\":\"%s\"}'\n", account, password)
		write(t, helper, []byte(script))
		if err := os.Chmod(helper, 0o700); err != nil {
			t.Fatal(err)
		}
		t.Setenv("PATH", home+":"+os.Getenv("PATH"))
		images, err := open(t, image.Options{CAFile: d.caFile}, ref)
		if err != nil || len(images) != 1 {
			t.Errorf("got %v, error %v", images, err)
		}
		t.Setenv("PATH", "/nowhere")
		_, err = open(t, image.Options{CAFile: d.caFile}, ref)
		wantError(t, err, image.Unauthorized, "docker-credential-hulltest")
	})
	t.Run("with a wrong password", func(t *testing.T) {
		dockerConfig(t, d.host, account, "guess")
		_, err := open(t, image.Options{CAFile: d.caFile}, ref)
		wantError(t, err, image.Unauthorized, "answers 401: UNAUTHORIZED authentication required")
		if hint := image.HintOf(err); !strings.Contains(hint, "are wrong or expired") {
			t.Errorf("hint is %q", hint)
		}
	})
	t.Run("with no account", func(t *testing.T) {
		dockerConfig(t, "elsewhere.example", account, password)
		_, err := open(t, image.Options{CAFile: d.caFile}, ref)
		wantError(t, err, image.Unauthorized, "answers 401")
		if hint := image.HintOf(err); !strings.Contains(hint, "there are none: docker login "+d.host) {
			t.Errorf("hint is %q", hint)
		}
	})
	t.Run("with an unknown CA", func(t *testing.T) {
		dockerConfig(t, d.host, account, password)
		_, err := open(t, image.Options{}, ref)
		wantError(t, err, image.Unreachable, "certificate")
		if hint := image.HintOf(err); !strings.Contains(hint, "--ca-file") {
			t.Errorf("hint is %q", hint)
		}
		images, err := open(t, image.Options{Insecure: []string{d.host}}, ref)
		if err != nil || len(images) != 1 {
			t.Errorf("insecure: %v, error %v", images, err)
		}
	})
}

func TestBadCAFiles(t *testing.T) {
	for file, text := range map[string]string{
		filepath.Join(t.TempDir(), "none"):       "read CA file: open",
		writeFile(t, "ca.pem", []byte("no PEM")): "no PEM certificate in",
	} {
		if _, err := image.NewOpener(image.Options{CAFile: file}); err == nil || !strings.Contains(err.Error(), text) {
			t.Errorf("%s: %v", file, err)
		}
	}
}
