package imagetest

import (
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/registry"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/remote"
)

// Registry is a registry in memory that a test can make fail.
type Registry struct {
	// Host is its address, for use as the registry of a reference.
	Host string

	mu    sync.Mutex
	seen  []string
	fault Fault
}

// Fault may answer a request instead of the registry; it returns true where it did.
type Fault func(w http.ResponseWriter, r *http.Request) bool

// NewRegistry runs a registry for the time of a test.
func NewRegistry(tb testing.TB) *Registry {
	tb.Helper()
	reg := &Registry{}
	inner := registry.New(registry.Logger(log.New(io.Discard, "", 0)))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if fault := reg.note(r); fault == nil || !fault(w, r) {
			inner.ServeHTTP(w, r)
		}
	}))
	tb.Cleanup(server.Close)
	reg.Host = strings.TrimPrefix(server.URL, "http://")
	return reg
}

func (r *Registry) note(req *http.Request) Fault {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.seen = append(r.seen, req.Method+" "+req.URL.Path)
	return r.fault
}

// Fail sets the fault, nil for none, and forgets the requests so far.
func (r *Registry) Fail(fault Fault) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.seen, r.fault = nil, fault
}

// Seen are the requests since the last Fail, as method and path.
func (r *Registry) Seen() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.seen)
}

// Push writes an image and returns its reference; tagged is what stands behind the host.
func (r *Registry) Push(tb testing.TB, tagged string, img v1.Image) string {
	tb.Helper()
	ref := r.reference(tb, tagged)
	if err := remote.Write(ref, img); err != nil {
		tb.Fatal(err)
	}
	return r.Host + "/" + tagged
}

// PushIndex writes an index and returns its reference.
func (r *Registry) PushIndex(tb testing.TB, tagged string, idx v1.ImageIndex) string {
	tb.Helper()
	ref := r.reference(tb, tagged)
	if err := remote.WriteIndex(ref, idx); err != nil {
		tb.Fatal(err)
	}
	return r.Host + "/" + tagged
}

func (r *Registry) reference(tb testing.TB, tagged string) name.Reference {
	tb.Helper()
	ref, err := name.ParseReference(r.Host + "/" + tagged)
	if err != nil {
		tb.Fatal(err)
	}
	return ref
}
