// Package serving runs hullcheck serve, as it is installed, and asks it as the API server does.
package serving

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"k8s.io/client-go/rest"

	"github.com/hullcheck/hullcheck/test/oracle/process"
	"github.com/hullcheck/hullcheck/test/webhook/cluster"
	"github.com/hullcheck/hullcheck/test/webhook/pki"
)

// Options say how a server is started.
type Options struct {
	// Binary is hullcheck. What the server reads and writes is below Dir.
	Binary, Dir string
	// Config is the content of its configuration.
	Config string
	// Drain keeps the time for which a server that stops goes on answering; tests that stop a server for good need it not.
	Drain bool
	// API is as whom it asks the API server for namespaces.
	API *rest.Config
	// Args are further flags. With SelfSigned it makes its certificate itself, for Host; else it is given one for
	// 127.0.0.1 by Authority, or by an authority of its own where that is nil.
	Args       []string
	Env        []string
	SelfSigned bool
	Host       string
	Authority  *pki.Authority
}

// Server is a running server.
type Server struct {
	Options
	// Port is where the API server asks, MetricsPort where metrics and health are.
	Port, MetricsPort int
	proc              *process.Process
}

// Prepare chooses the ports and writes the files, without a start.
func Prepare(o Options) (s *Server, err error) {
	s = &Server{Options: o}
	if s.Port, err = cluster.FreePort(); err != nil {
		return nil, err
	}
	if s.MetricsPort, err = cluster.FreePort(); err != nil {
		return nil, err
	}
	if s.Authority == nil && !s.SelfSigned {
		if s.Authority, err = pki.New("webhook"); err != nil {
			return nil, err
		}
	}
	if !s.SelfSigned {
		err = s.Certify(pki.Request{CommonName: "webhook", Hosts: []string{"127.0.0.1"}})
	}
	return s, errors.Join(err, s.Configure(o.Config), cluster.WriteKubeconfig(s.at("kubeconfig"), o.API))
}

// Start prepares and starts a server, and waits until it is ready.
func Start(ctx context.Context, o Options) (*Server, error) {
	s, err := Prepare(o)
	if err != nil {
		return nil, err
	}
	return s, s.Run(ctx)
}

// Run starts the server, again after Stop, and waits until it is ready.
func (s *Server) Run(ctx context.Context) error {
	if err := s.Launch(); err != nil {
		return err
	}
	return s.Ready(ctx)
}

// Launch starts the server and does not wait.
func (s *Server) Launch() (err error) {
	args := []string{
		"serve", "--listen", s.Address(), "--metrics", fmt.Sprintf("127.0.0.1:%d", s.MetricsPort), "--config", s.at("hullcheck.yaml"),
	}
	if s.SelfSigned {
		args = append(args, "--self-signed")
	} else {
		args = append(args, "--tls-cert", s.at("tls.crt"), "--tls-key", s.at("tls.key"))
	}
	env := append([]string{"HOME=" + s.Dir, "DOCKER_CONFIG=" + s.Dir, "XDG_CACHE_HOME=" + s.at("xdg"), "KUBECONFIG=" + s.at("kubeconfig")}, s.Env...)
	s.proc, err = process.Start(s.Dir, "hullcheck", env, s.Binary, append(args, s.Args...)...)
	return err
}

// Ready waits until the server says that it is.
func (s *Server) Ready(ctx context.Context) error {
	return s.proc.Await(ctx, time.Minute, func(ctx context.Context) error {
		status, err := s.Health(ctx, "readyz")
		if err == nil && status != http.StatusOK {
			err = fmt.Errorf("readyz answers %d", status)
		}
		return err
	})
}

// Configure replaces the configuration.
func (s *Server) Configure(config string) error {
	return pki.Replace(s.at("hullcheck.yaml"), []byte(config))
}

// Certify replaces the certificate.
func (s *Server) Certify(r pki.Request) error {
	pair, err := s.Authority.Issue(r)
	if err != nil {
		return err
	}
	_, _, err = pair.Write(s.Dir, "tls")
	return err
}

// Address is host:port of the webhook; URL is what the API server calls.
func (s *Server) Address() string { return fmt.Sprintf("127.0.0.1:%d", s.Port) }

// URL is what the API server calls.
func (s *Server) URL() string { return "https://" + s.Address() + "/validate" }

// Pid is the server's process.
func (s *Server) Pid() int { return s.proc.Pid() }

// Signal sends the server a signal.
func (s *Server) Signal(sig syscall.Signal) error { return s.proc.Signal(sig) }

// Wait waits until the server ends, and gives how it ended.
func (s *Server) Wait(limit time.Duration) error { return s.proc.Wait(limit) }

// Stop ends the server as Kubernetes does: it is asked to, and killed where it does not.
func (s *Server) Stop() error {
	if s.proc == nil {
		return nil
	}
	return s.proc.Stop()
}

// Log is what the server wrote.
func (s *Server) Log() string {
	b, err := os.ReadFile(s.at("hullcheck.log"))
	if err != nil {
		return err.Error()
	}
	return string(b)
}

// Client trusts the server's certificate.
func (s *Server) Client() *http.Client {
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(s.Authority.PEM)
	return &http.Client{Timeout: 30 * time.Second, Transport: &http.Transport{
		TLSClientConfig: &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}, MaxIdleConnsPerHost: 1000, ForceAttemptHTTP2: true,
	}}
}

func (s *Server) at(name string) string { return filepath.Join(s.Dir, name) }
