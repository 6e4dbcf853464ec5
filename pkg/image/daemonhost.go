package image

import (
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"time"
)

// daemonHost is a docker daemon's address, as in DOCKER_HOST: unix:///run/docker.sock or tcp://host:port.
type daemonHost struct{ *url.URL }

const hintDaemon = "start the daemon, or set DOCKER_HOST (unix://… or tcp://…); " +
	"or docker save -o FILE IMAGE, and read archive:FILE"

// findDaemon is the address that was given, else DOCKER_HOST, else the socket that is there: docker's, or that of a rootless
// docker or podman.
func findDaemon(given string) (daemonHost, error) {
	address := cmp.Or(given, os.Getenv("DOCKER_HOST"), "unix://"+usualSocket())
	u, err := url.Parse(address)
	if err != nil {
		return daemonHost{}, &Error{Class: Unreachable, Detail: "bad address of the docker daemon", Err: err, Hint: hintDaemon}
	}
	switch u.Scheme {
	case "unix", "tcp", "http", "https":
		return daemonHost{u}, nil
	default:
		return daemonHost{}, &Error{
			Class: Unreachable, Hint: hintDaemon,
			Detail: fmt.Sprintf("docker daemons are not reached by %s://", u.Scheme),
		}
	}
}

func usualSocket() string {
	const system = "/var/run/docker.sock"
	runtimeDir := os.Getenv("XDG_RUNTIME_DIR")
	if runtimeDir == "" {
		return system
	}
	for _, socket := range []string{
		system, filepath.Join(runtimeDir, "docker.sock"), filepath.Join(runtimeDir, "podman", "podman.sock"),
	} {
		if _, err := os.Stat(socket); err == nil { //nolint:gosec // G703: the user's own environment
			return socket
		}
	}
	return system
}

// client is how to ask the daemon, and the beginning of the addresses to ask.
func (d daemonHost) client(timeout time.Duration) (*http.Client, string, error) {
	dialer := net.Dialer{Timeout: timeout}
	t := &http.Transport{DialContext: dialer.DialContext, DisableCompression: true}
	base := "http://" + d.Host
	switch d.Scheme {
	case "unix":
		base = "http://docker"
		t.DialContext = func(ctx context.Context, _, _ string) (net.Conn, error) {
			return dialer.DialContext(ctx, "unix", d.Path)
		}
	case "https":
		base = "https://" + d.Host
	case "tcp":
		config, err := daemonTLS()
		if err != nil {
			return nil, "", &Error{Class: Unreachable, Detail: "docker's certificates", Err: err, Hint: hintDaemon}
		}
		if config != nil {
			t.TLSClientConfig, base = config, "https://"+d.Host
		}
	}
	return &http.Client{Transport: &patience{next: t, silence: timeout}}, base, nil
}

// daemonTLS follows docker's own client: DOCKER_TLS_VERIFY asks for TLS, with the certificates of DOCKER_CERT_PATH.
func daemonTLS() (*tls.Config, error) {
	if os.Getenv("DOCKER_TLS_VERIFY") == "" {
		return nil, nil //nolint:nilnil // no TLS is asked for
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return nil, fmt.Errorf("find home: %w", err)
	}
	dir := cmp.Or(os.Getenv("DOCKER_CERT_PATH"), filepath.Join(home, ".docker"))
	cert, err := tls.LoadX509KeyPair(filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem"))
	if err != nil {
		return nil, fmt.Errorf("load client certificate: %w", err)
	}
	ca, err := os.ReadFile(filepath.Join(dir, "ca.pem")) //nolint:gosec // G703: the user's own environment
	if err != nil {
		return nil, fmt.Errorf("read CA: %w", err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(ca) {
		return nil, fmt.Errorf("read CA: no certificate in %s", filepath.Join(dir, "ca.pem"))
	}
	return &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{cert}, RootCAs: pool}, nil
}

func (d daemonHost) unreachable(err error) error {
	if gaveUp(err) && ClassOf(err) == "" {
		return err
	}
	return &Error{Class: Unreachable, Detail: "docker daemon at " + d.String(), Err: err, Hint: hintDaemon}
}

// refused turns an answer that is no image into an error. A daemon says why in {"message": …}.
func (d daemonHost) refused(resp *http.Response) error {
	raw, err := io.ReadAll(io.LimitReader(resp.Body, maxWords))
	if err != nil {
		return d.unreachable(err)
	}
	var said struct{ Message string }
	if json.Unmarshal(raw, &said) != nil {
		said.Message = string(raw)
	}
	detail := fmt.Sprintf("the docker daemon answers %d: %s", resp.StatusCode, oneLine(said.Message))
	if resp.StatusCode == http.StatusNotFound {
		return &Error{Class: NotFound, Detail: detail, Hint: "docker pull it first"}
	}
	return &Error{Class: Unreachable, Detail: detail, Hint: hintDaemon}
}
