// Package faulty is a registry in which each repository has a fault of its own.
package faulty

import (
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"time"

	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/registry"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/remote"
)

// Registry is a running registry. The first part of a repository's name is its fault: hangs never answers, resets closes the
// connection, slow takes its time over every answer, busy answers 429 and broken 500, refuses 403. Every other is well.
type Registry struct {
	// Host is 127.0.0.1:PORT, without TLS.
	Host string
	// Requests counts those that were asked of a faulty repository.
	Requests atomic.Int64
	server   *httptest.Server
	stop     chan struct{}
	pushing  atomic.Bool
}

// Delay is what a slow repository takes over each answer.
const Delay = 150 * time.Millisecond

// Start starts a registry.
func Start() *Registry {
	r := &Registry{stop: make(chan struct{})}
	well := registry.New(registry.Logger(log.New(io.Discard, "", 0)))
	r.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		fault, _, _ := strings.Cut(strings.TrimPrefix(req.URL.Path, "/v2/"), "/")
		if r.pushing.Load() || !r.fault(fault, w, req) {
			well.ServeHTTP(w, req)
		}
	}))
	r.Host = r.server.Listener.Addr().String()
	return r
}

// fault answers for a faulty repository.
func (r *Registry) fault(kind string, w http.ResponseWriter, req *http.Request) (answered bool) {
	switch kind {
	case "hangs":
		r.Requests.Add(1)
		select {
		case <-req.Context().Done():
		case <-r.stop:
		}
	case "resets":
		r.Requests.Add(1)
		reset(w)
	case "slow":
		r.Requests.Add(1)
		time.Sleep(Delay)
		return false
	case "busy":
		r.Requests.Add(1)
		w.Header().Set("Retry-After", "1")
		http.Error(w, `{"errors":[{"code":"TOOMANYREQUESTS","message":"slow down"}]}`, http.StatusTooManyRequests)
	case "broken":
		r.Requests.Add(1)
		http.Error(w, "the disk is on fire", http.StatusInternalServerError)
	case "refuses":
		r.Requests.Add(1)
		http.Error(w, `{"errors":[{"code":"DENIED","message":"not for you"}]}`, http.StatusForbidden)
	default:
		return false
	}
	return true
}

// reset ends the connection so that the other side sees an RST.
func reset(w http.ResponseWriter) {
	hijacker, ok := w.(http.Hijacker)
	if !ok {
		return
	}
	conn, _, err := hijacker.Hijack()
	if err != nil {
		return
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0) // the worst that can happen is a polite end
	}
	_ = conn.Close()
}

// Push uploads an image, past the fault of its repository.
func (r *Registry) Push(repository string, img v1.Image) (string, error) {
	r.pushing.Store(true)
	defer r.pushing.Store(false)
	ref, err := name.ParseReference(r.Host + "/" + repository)
	if err != nil {
		return "", err
	}
	return ref.Name(), remote.Write(ref, img)
}

// Stop ends the registry and whoever waits for it.
func (r *Registry) Stop() {
	close(r.stop)
	r.server.CloseClientConnections()
	r.server.Close()
}
