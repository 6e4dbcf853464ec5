package image_test

import (
	"context"
	"io"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
	v1 "github.com/google/go-containerregistry/pkg/v1"

	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// known is a Memory that forgets nothing.
type known struct {
	mu  sync.Mutex
	all map[string]*image.Described
}

func (k *known) Get(key string) *image.Described {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.all[key]
}

func (k *known) Put(key string, d *image.Described) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.all[key] = d
}

func TestALongLivedOpenerAsksForLittle(t *testing.T) {
	img := onPlatform(t, "linux/amd64", "app")
	reg := imagetest.NewRegistry(t)
	ref, digest := reg.Push(t, "acme/api:1", img), digestOf(t, img)
	reg.Fail(nil)
	network, wrapped := sharedNetwork(t)
	memory := &known{all: map[string]*image.Described{}}
	base := newOpener(t, image.Options{Network: network, Memory: memory})
	wantAsked := func(what string, want ...string) {
		t.Helper()
		if diff := cmp.Diff(want, reg.Seen()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", what, diff)
		}
		reg.Fail(nil)
	}
	src := source(t, "registry:"+ref)

	images, err := base.Anew().Open(t.Context(), image.Request{Source: src})
	if err != nil || len(images) != 1 {
		t.Fatalf("%v, error %v", images, err)
	}
	config := images[0].Config
	wantAsked("first", "GET /v2/", "GET /v2/acme/api/manifests/1", "GET /v2/acme/api/blobs/"+configOf(t, img))

	again := base.Anew()
	if got, err := again.Digest(t.Context(), ref); err != nil || got != digest {
		t.Errorf("%q, error %v", got, err)
	}
	wantAsked("digest", "HEAD /v2/acme/api/manifests/1")
	images, err = again.Open(t.Context(), image.Request{Source: src})
	if err != nil || len(images) != 1 {
		t.Fatalf("%v, error %v", images, err)
	}
	if diff := cmp.Diff(config, images[0].Config); diff != "" {
		t.Error(diff)
	}
	wantAsked("again", "GET /v2/acme/api/manifests/1")
	if got, err := again.Digest(t.Context(), ref); err != nil || got != digest {
		t.Errorf("digest of what was opened: %q, error %v", got, err)
	}
	wantAsked("digest of what was opened")

	d := memory.Get(image.MemoryKey(reg.Host+"/acme/api", digest))
	if d == nil || d.Footprint() < 512 || d.Footprint() > 2048 {
		t.Fatalf("remembered %+v", memory.all)
	}
	layers := d.Layers(func(ctx context.Context, digest v1.Hash) (io.ReadCloser, error) { return base.Layer(ctx, ref, digest) })
	content, err := rootfs.Open(layers, rootfs.Options{}).Read(t.Context(), "/etc/passwd", 1<<20)
	if err != nil || string(content.Data) != passwdOf("app") {
		t.Errorf("%q, error %v", content.Data, err)
	}
	if n := len(reg.Seen()); n != 2 {
		t.Errorf("%d requests for two layers", n)
	}
	if wrapped.Load() == 0 {
		t.Error("nothing went through the shared connections")
	}
}

// sharedNetwork counts the requests that go through it.
func sharedNetwork(t *testing.T) (*image.Network, *atomic.Int64) {
	t.Helper()
	var count atomic.Int64
	network, err := image.NewNetwork(image.NetworkOptions{Wrap: func(next *http.Transport) http.RoundTripper {
		return roundTripper(func(req *http.Request) (*http.Response, error) {
			count.Add(1)
			return next.RoundTrip(req)
		})
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(network.Close)
	return network, &count
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

func configOf(t *testing.T, img v1.Image) string {
	t.Helper()
	name, err := img.ConfigName()
	if err != nil {
		t.Fatal(err)
	}
	return name.String()
}

func TestDigestIsAskedForWithoutTheManifest(t *testing.T) {
	img := onPlatform(t, "linux/amd64", "app")
	reg := imagetest.NewRegistry(t)
	ref := reg.Push(t, "acme/api:1", img)
	o := newOpener(t, image.Options{})
	if got, err := o.Digest(t.Context(), ref); err != nil || got != digestOf(t, img) {
		t.Errorf("%q, error %v", got, err)
	}
	_, err := o.Digest(t.Context(), reg.Host+"/acme/api:2")
	wantError(t, err, image.NotFound, "answers 404")
	mute := imagetest.Serve(t, img).Host + "/acme/api:1"
	if got, err := o.Digest(t.Context(), mute); err != nil || got != "" {
		t.Errorf("of a registry that does not tell: %q, error %v", got, err)
	}
	if _, err := o.Digest(t.Context(), "no reference"); err == nil {
		t.Error("no error for what is no reference")
	}
}
