package admission

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"
)

// Server serves a handler over TLS, and metrics beside it.
type Server struct {
	Handler      *Handler
	Certificates *Certificates
	Metrics      *Metrics
	Log          *slog.Logger
	// Ready, where set, says what else is missing before requests should come.
	Ready func() error

	stopping atomic.Bool
}

// The bounds on what a client may hold up. A review is answered within the API server's timeout, 30 s at most.
const (
	headerTimeout  = 5 * time.Second
	readTimeout    = 15 * time.Second
	writeTimeout   = readTimeout + maxTimeout + 5*time.Second
	idleTimeout    = 3 * time.Minute
	maxHeaderBytes = 64 << 10
	// shutdownTimeout is how long requests that are under way may take once nothing new is accepted.
	shutdownTimeout = maxTimeout
)

// Serve answers on both listeners until ctx is done. Then it says that it is not ready, goes on answering for the time
// that the configuration names, so that no API server is surprised, and stops when all is answered.
func (s *Server) Serve(ctx context.Context, webhook, metrics net.Listener) error {
	hook := s.server(s.routes())
	hook.TLSConfig = &tls.Config{GetCertificate: s.Certificates.Get, MinVersion: tls.VersionTLS12}
	side := s.server(s.sideRoutes())
	g, failed := errgroup.WithContext(ctx)
	g.Go(func() error { return stopped("serve the webhook", hook.ServeTLS(webhook, "", "")) })
	if metrics != nil {
		g.Go(func() error { return stopped("serve metrics", side.Serve(metrics)) })
	}
	g.Go(func() error {
		<-failed.Done()
		return s.stop(ctx, hook, side)
	})
	return g.Wait()
}

// stop ends the servers; where ctx is not done, one of them has failed already and nothing is waited for.
func (s *Server) stop(ctx context.Context, servers ...*http.Server) error {
	s.stopping.Store(true)
	if b := s.Handler.Rulebook(); b != nil && ctx.Err() != nil {
		s.Log.Info("stopping: not ready, and answering for a while", "drain", b.Drain.String())
		time.Sleep(b.Drain)
	}
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeout)
	defer cancel()
	var errs []error
	for _, srv := range servers {
		if err := srv.Shutdown(end); err != nil {
			errs = append(errs, fmt.Errorf("stop: %w", err))
		}
	}
	s.Log.Info("stopped")
	return errors.Join(errs...)
}

func stopped(what string, err error) error {
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return fmt.Errorf("%s: %w", what, err)
}

func (s *Server) server(routes http.Handler) *http.Server {
	return &http.Server{
		Handler: routes, ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout, WriteTimeout: writeTimeout,
		IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeaderBytes,
		ErrorLog: slog.NewLogLogger(s.Log.Handler(), slog.LevelDebug),
	}
}

func (s *Server) routes() *http.ServeMux {
	mux := http.NewServeMux()
	mux.Handle("/validate", s.Handler)
	s.health(mux)
	return mux
}

func (s *Server) sideRoutes() *http.ServeMux {
	mux := http.NewServeMux()
	mux.Handle("/metrics", s.Metrics.Handler())
	s.health(mux)
	return mux
}

func (s *Server) health(mux *http.ServeMux) {
	mux.HandleFunc("/healthz", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("ok\n")) })
	mux.HandleFunc("/readyz", func(w http.ResponseWriter, _ *http.Request) {
		if err := s.ready(); err != nil {
			http.Error(w, "not ready: "+err.Error(), http.StatusServiceUnavailable)
			return
		}
		_, _ = w.Write([]byte("ok\n"))
	})
}

// ready says why no requests should come here.
func (s *Server) ready() error {
	switch {
	case s.stopping.Load():
		return errors.New("stopping")
	case s.Handler.Rulebook() == nil:
		return errors.New("the rules are not compiled yet")
	}
	if err := s.Certificates.Ready(time.Now()); err != nil || s.Ready == nil {
		return err
	}
	return s.Ready()
}
