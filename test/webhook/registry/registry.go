// Package registry runs a private registry (CNCF distribution, as Debian's docker-registry) on the loopback interface, with TLS
// by an authority of its own and one account.
package registry

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/remote"

	"github.com/hullcheck/hullcheck/test/oracle/process"
	"github.com/hullcheck/hullcheck/test/webhook/cluster"
	"github.com/hullcheck/hullcheck/test/webhook/pki"
)

// The only account.
const (
	User     = "ci"
	Password = "correct horse"
)

// Registry is a running registry.
type Registry struct {
	// Host is 127.0.0.1:PORT. CAFile holds the authority that signed its certificate.
	Host, CAFile string
	proc         *process.Process
	transport    *http.Transport
}

const config = `version: 0.1
log: {level: error}
storage: {filesystem: {rootdirectory: %q}}
http: {addr: %q, tls: {certificate: %q, key: %q}}
auth: {htpasswd: {realm: test, path: %q}}
`

// Start starts a registry that writes below dir; what it gave must be stopped.
func Start(ctx context.Context, dir string) (*Registry, error) {
	binary, err := exec.LookPath("docker-registry")
	if err != nil {
		return nil, fmt.Errorf("docker-registry is not installed: apt-get install docker-registry: %w", err)
	}
	port, err := cluster.FreePort()
	if err != nil {
		return nil, err
	}
	r := &Registry{Host: fmt.Sprintf("127.0.0.1:%d", port), CAFile: filepath.Join(dir, "registry-ca.crt")}
	if err := r.prepare(dir); err != nil {
		return nil, err
	}
	r.proc, err = process.Start(dir, "registry", nil, binary, "serve", filepath.Join(dir, "registry.yml"))
	if err != nil {
		return nil, err
	}
	if err := r.proc.Await(ctx, time.Minute, r.answers); err != nil {
		return nil, errors.Join(err, r.Stop())
	}
	return r, nil
}

func (r *Registry) prepare(dir string) error {
	authority, err := pki.New("registry")
	if err != nil {
		return err
	}
	pair, err := authority.Issue(pki.Request{CommonName: "registry", Hosts: []string{"127.0.0.1"}})
	if err != nil {
		return err
	}
	cert, key, err := pair.Write(dir, "registry")
	if err != nil {
		return err
	}
	line, err := exec.Command("htpasswd", "-Bbn", User, Password).Output()
	if err != nil {
		return fmt.Errorf("htpasswd (apt-get install apache2-utils): %w", err)
	}
	accounts := filepath.Join(dir, "registry.htpasswd")
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(authority.PEM)
	r.transport = &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}}
	return errors.Join(
		os.WriteFile(r.CAFile, authority.PEM, 0o600), os.WriteFile(accounts, line, 0o600),
		os.WriteFile(filepath.Join(dir, "registry.yml"), fmt.Appendf(nil, config, filepath.Join(dir, "store"), r.Host, cert, key, accounts), 0o600),
	)
}

func (r *Registry) answers(ctx context.Context) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "https://"+r.Host+"/v2/", nil)
	if err != nil {
		return err
	}
	resp, err := r.transport.RoundTrip(req)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

// Push uploads an image as HOST/REPOSITORY:TAG and gives this name.
func (r *Registry) Push(ctx context.Context, repository string, img v1.Image) (string, error) {
	ref, err := name.ParseReference(r.Host + "/" + repository)
	if err != nil {
		return "", err
	}
	auth := &authn.Basic{Username: User, Password: Password}
	if err := remote.Write(ref, img, remote.WithContext(ctx), remote.WithTransport(r.transport), remote.WithAuth(auth)); err != nil {
		return "", fmt.Errorf("push %s: %w", ref, err)
	}
	return ref.Name(), nil
}

// DockerConfig is the content of a pull secret for the registry.
func (r *Registry) DockerConfig(user, password string) []byte {
	return fmt.Appendf(nil, `{"auths":{%q:{"username":%q,"password":%q}}}`, r.Host, user, password)
}

// Stop ends the registry.
func (r *Registry) Stop() error { return r.proc.Stop() }
