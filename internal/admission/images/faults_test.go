package images_test

import (
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hullcheck/hullcheck/internal/admission"
	"github.com/hullcheck/hullcheck/internal/admission/images"
	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
)

// status answers requests whose path holds part with a status.
func status(part string, code int, header ...string) imagetest.Fault {
	return func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.Contains(r.URL.Path, part) {
			return false
		}
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(code)
		return true
	}
}

// hang answers nothing until the client leaves or release is closed.
func hang(part string, release <-chan struct{}) imagetest.Fault {
	return func(_ http.ResponseWriter, r *http.Request) bool {
		if !strings.Contains(r.URL.Path, part) {
			return false
		}
		select {
		case <-r.Context().Done():
		case <-release:
			return false
		}
		return true
	}
}

// reset ends the connection in the middle of an answer.
func reset(w http.ResponseWriter, _ *http.Request) bool {
	conn, _, err := w.(http.Hijacker).Hijack()
	if err != nil {
		return false
	}
	_ = conn.(*net.TCPConn).SetLinger(0)
	_ = conn.Close()
	return true
}

func TestFaultsOfRegistries(t *testing.T) {
	for name, tt := range map[string]struct {
		fault        imagetest.Fault
		want, result string
	}{
		"hangs":           {hang("/manifests/", nil), "unreachable: HOST: nothing came for 200ms", "unreachable"},
		"resets":          {reset, "unreachable: Get \"", "unreachable"},
		"500":             {status("/manifests/", 500), "unreachable: HOST answers 500", "unreachable"},
		"429":             {status("/manifests/", 429, "Retry-After", "0"), "rate-limited: HOST answers 429", "rate_limited"},
		"429 for an hour": {status("/manifests/", 429, "Retry-After", "3600"), "rate-limited: HOST answers 429", "rate_limited"},
		"403":             {status("/manifests/", 403), "forbidden: HOST answers 403", "forbidden"},
		"404":             {status("/manifests/", 404), "not found: HOST answers 404", "not_found"},
		"no registry":     {status("/", 418), "malformed: HOST answers 418", "malformed"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			reg := imagetest.NewRegistry(t)
			ref := reg.Push(t, "acme/api:1", app(t, "app"))
			reg.Fail(tt.fault)
			r := reader(t, images.Options{Timeout: 200 * time.Millisecond, FailureTTL: time.Hour})
			for range 3 {
				wantPrefix(t, strings.ReplaceAll(unread(t, r, ref), reg.Host, "HOST"), tt.want)
			}
			if c := r.Counts(); len(happened(c.Reads)) != 1 || c.Reads[tt.result] != 1 {
				t.Errorf("a failure is not remembered: %+v", c)
			}
		})
	}
}

func TestAFailureIsForgottenSoon(t *testing.T) {
	reg := imagetest.NewRegistry(t)
	ref := reg.Push(t, "acme/api:1", app(t, "app"))
	reg.Fail(status("/v2/", 500))
	r := reader(t, images.Options{FailureTTL: time.Millisecond, TagTTL: time.Hour})
	wantPrefix(t, unread(t, r, ref), "unreachable: ")
	reg.Fail(nil)
	eventually(t, "the image is read", func() bool {
		return r.For(admission.Puller{}).Read(t.Context(), ref, amd64).Unread == ""
	})
}

func TestFaultsOfLayers(t *testing.T) {
	reg := imagetest.NewRegistry(t)
	ref := reg.Push(t, "acme/api:1", app(t, "app"))
	r := reader(t, images.Options{FailureTTL: time.Millisecond})
	img := read(t, r, ref)
	for _, tt := range []struct {
		fault imagetest.Fault
		class image.Class
		count string
		want  string
	}{
		{status("/blobs/", 500), image.Unreachable, "unreachable", "unreachable: " + reg.Host + " answers 500"},
		{status("/blobs/", 401), image.Unauthorized, "unauthorized", "unauthorized: " + reg.Host + " answers 401"},
		{func(w http.ResponseWriter, _ *http.Request) bool {
			_, _ = w.Write([]byte("not the layer"))
			return true
		}, image.DigestMismatch, "digest_mismatch", "read layer sha256:"},
	} {
		reg.Fail(tt.fault)
		eventually(t, tt.want, func() bool {
			_, err := img.Files.Lookup(t.Context(), "/app")
			return image.ClassOf(err) == tt.class && strings.HasPrefix(err.Error(), tt.want)
		})
		if c := r.Counts(); c.LayerReads[tt.count] == 0 || c.LayerReads["success"] != 0 {
			t.Errorf("counts: %+v", c)
		}
	}
	reg.Fail(nil)
	eventually(t, "the layers are read", func() bool {
		a, err := img.Files.Lookup(t.Context(), "/app")
		return err == nil && a.Entry != nil
	})
	if c := r.Counts(); c.LayerReads["success"] != 1 {
		t.Errorf("counts: %+v", c)
	}
}

func TestWhatIsNotReadInTimeIsReadOn(t *testing.T) {
	reg := imagetest.NewRegistry(t)
	ref := reg.Push(t, "acme/api:1", app(t, "app"))
	manifests, layers := make(chan struct{}), make(chan struct{})
	reg.Fail(hang("/manifests/", manifests))
	r := reader(t, images.Options{})
	const late = "not read in time; it is read on, so that it may be known when it is asked for again"

	got := r.For(admission.Puller{}).Read(shortly(t), ref, amd64)
	if !got.Asked || got.Unread != late || got.Images != nil {
		t.Errorf("got %+v", got)
	}
	if c := r.Counts(); c.InFlight != 1 {
		t.Errorf("%d reads go on", c.InFlight)
	}
	close(manifests)
	img := read(t, r, ref)

	reg.Fail(hang("/blobs/", layers))
	if _, err := img.Files.Lookup(shortly(t), "/app"); err == nil || err.Error() != late {
		t.Errorf("a layer that hangs: %v", err)
	}
	if _, err := img.Files.Read(shortly(t), "/etc/passwd", 1<<20); err == nil || err.Error() != late {
		t.Errorf("a layer that hangs: %v", err)
	}
	close(layers)
	if passwdOf(t, img) != passwd("app") {
		t.Error("the layer was not read on")
	}
	if c := r.Counts(); c.Reads["success"] != 1 || len(happened(c.Reads)) != 1 || len(happened(c.LayerReads)) != 1 {
		t.Errorf("counts: %+v", c)
	}
}

func TestTheBackgroundHasItsOwnLimit(t *testing.T) {
	reg := imagetest.NewRegistry(t)
	ref := reg.Push(t, "acme/api:1", app(t, "app"))
	reg.Fail(hang("/manifests/", nil))
	r := reader(t, images.Options{ReadLimit: 100 * time.Millisecond})
	if got := unread(t, r, ref); got != "not read: given up after 100ms" {
		t.Errorf("got %q", got)
	}
	if c := r.Counts(); c.Reads["timeout"] != 1 || c.InFlight != 0 {
		t.Errorf("counts: %+v", c)
	}
}

func TestReadsOfARegistryAreBounded(t *testing.T) {
	slow := imagetest.NewRegistry(t)
	quick := imagetest.NewRegistry(t)
	ref := quick.Push(t, "acme/api:1", app(t, "app"))
	var now, most atomic.Int64
	release := make(chan struct{})
	slow.Fail(func(_ http.ResponseWriter, r *http.Request) bool {
		if strings.Contains(r.URL.Path, "/manifests/") {
			n := now.Add(1)
			defer now.Add(-1)
			for old := most.Load(); n > old && !most.CompareAndSwap(old, n); old = most.Load() {
			}
			<-release
		}
		return false
	})
	r := reader(t, images.Options{PerRegistry: 2, Total: 3, Pending: 20})
	var pods sync.WaitGroup
	for i := range 20 {
		pods.Go(func() {
			r.For(admission.Puller{}).Read(t.Context(), slow.Host+"/acme/api:"+string(rune('a'+i)), amd64)
		})
	}
	eventually(t, "two are read and the others wait", func() bool { return now.Load() == 2 && r.Counts().InFlight == 20 })
	wantPrefix(t, unread(t, r, ref), "not read: too many images are being read at the moment")
	if c := r.Counts(); c.Reads["busy"] != 1 {
		t.Errorf("counts: %+v", c)
	}
	close(release)
	pods.Wait()
	if most.Load() != 2 {
		t.Errorf("%d were read at once", most.Load())
	}
	eventually(t, "there is room again", func() bool {
		return r.For(with("another")).Read(t.Context(), ref, []image.Platform{{OS: "linux", Architecture: "arm64"}}).Unread == ""
	})
}

func TestASlowRegistryDoesNotHoldUpOthers(t *testing.T) {
	slow := imagetest.NewRegistry(t)
	release := make(chan struct{})
	defer close(release)
	slow.Fail(hang("/manifests/", release))
	r := reader(t, images.Options{PerRegistry: 2, Total: 3})
	for _, tag := range []string{"a", "b", "c", "d"} {
		r.For(admission.Puller{}).Read(shortly(t), slow.Host+"/acme/api:"+tag, amd64)
	}
	quick := imagetest.NewRegistry(t)
	read(t, r, quick.Push(t, "acme/api:1", app(t, "app")))
}
