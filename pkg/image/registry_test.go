package image_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	v1 "github.com/google/go-containerregistry/pkg/v1"

	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
)

func open(t *testing.T, o image.Options, ref string) ([]*image.Image, error) {
	t.Helper()
	return newOpener(t, o).Open(t.Context(), image.Request{Source: source(t, "registry:"+ref)})
}

func TestRegistry(t *testing.T) {
	reg := imagetest.NewRegistry(t)
	img := onPlatform(t, "linux/amd64", "app")
	ref := reg.Push(t, "acme/api:1", img)
	reg.Fail(nil)
	images, err := open(t, image.Options{}, ref)
	if err != nil {
		t.Fatal(err)
	}
	config := must(img.ConfigName())(t).String()
	want := []string{"GET /v2/", "GET /v2/acme/api/manifests/1", "GET /v2/acme/api/blobs/" + config}
	if diff := cmp.Diff(want, reg.Seen()); diff != "" {
		t.Errorf("opening reads more or less than manifest and config: %s", diff)
	}
	wantSeen := []seen{{
		Name: ref, Source: "registry:" + ref, Digest: digestOf(t, img), Platform: "linux/amd64", User: "app", Verified: true,
		Passwd: passwdOf("app"),
	}}
	if diff := cmp.Diff(wantSeen, look(t, images)); diff != "" {
		t.Error(diff)
	}
	if _, err := open(t, image.Options{}, reg.Host+"/acme/api:1@"+digestOf(t, img)); err != nil {
		t.Errorf("by tag and digest: %v", err)
	}
}

func TestRegistryIndexFetchesOnlyWhatIsChosen(t *testing.T) {
	reg := imagetest.NewRegistry(t)
	amd, arm, win := onPlatform(t, "linux/amd64", "amd"), onPlatform(t, "linux/arm64", "arm"), onPlatform(t, "windows/amd64", "win")
	idx := must(imagetest.Attest(must(imagetest.Index(amd, arm, win))(t), amd, imagetest.ImageAttestation))(t)
	ref := reg.PushIndex(t, "api:1", idx)
	reg.Fail(nil)
	images, err := newOpener(t, image.Options{}).Open(t.Context(), image.Request{
		Source: source(t, "registry:"+ref), Platforms: image.Exactly(image.Platform{OS: "windows", Architecture: "amd64"}),
	})
	if err != nil || len(images) != 1 || images[0].Platform.String() != "windows/amd64" || images[0].Digest != digestOf(t, win) {
		t.Errorf("got %v, error %v", images, err)
	}
	if n := len(reg.Seen()); n != 4 { // ping, index, one image manifest, one config
		t.Errorf("%d requests: %v", n, reg.Seen())
	}
}

func TestTheSameThingIsFetchedOnce(t *testing.T) {
	reg := imagetest.NewRegistry(t)
	img := onPlatform(t, "linux/amd64", "app")
	reg.Push(t, "acme/api:1", img)
	reg.Push(t, "acme/api:2", img)
	reg.Fail(nil)
	contacts := make(chan string, 100)
	o := newOpener(t, image.Options{Contact: func(host string) { contacts <- host }})
	var group sync.WaitGroup
	for range 8 {
		for _, tag := range []string{":1", ":2", "@" + digestOf(t, img)} {
			src := source(t, "registry:"+reg.Host+"/acme/api"+tag)
			group.Go(func() {
				images, err := o.Open(t.Context(), image.Request{Source: src})
				if err != nil || len(images) != 1 || images[0].Source != src.String() {
					t.Errorf("%s: %v, error %v", src, images, err)
				}
			})
		}
	}
	group.Wait()
	if n := len(reg.Seen()); n != 5 { // ping, three manifests, one config
		t.Errorf("%d requests: %v", n, reg.Seen())
	}
	if host := <-contacts; host != reg.Host || len(contacts) != 0 {
		t.Errorf("contacted %s and %d more", host, len(contacts))
	}
}

func status(code int, body string, header ...string) imagetest.Fault {
	return func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path == "/v2/" {
			return false
		}
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(code)
		io.WriteString(w, body)
		return true
	}
}

func TestRegistryFaults(t *testing.T) {
	reg := imagetest.NewRegistry(t)
	ref := reg.Push(t, "acme/api:1", onPlatform(t, "linux/amd64", "app"))
	tests := []struct {
		name     string
		fault    func(http.ResponseWriter, *http.Request) bool
		class    image.Class
		text     string
		hint     string
		requests int
	}{
		{
			"401", status(401, `{"errors":[{"code":"UNAUTHORIZED","message":"authentication required"}]}`),
			image.Unauthorized, "answers 401: UNAUTHORIZED authentication required",
			"there is no such repository, or it wants credentials and there are none", 2,
		},
		{
			"403", status(403, `{"errors":[{"code":"DENIED","message":"requested access to the resource is denied"}]}`),
			image.Forbidden, "answers 403: DENIED requested access", "it is private, or does not exist: docker login", 2,
		},
		{
			"404", status(404, `{"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest unknown\u001b[31m\nred"}]}`),
			image.NotFound, "answers 404: MANIFEST_UNKNOWN manifest unknown [31m red", "look at the spelling", 2,
		},
		{
			"429 for ever", status(429, `{"errors":[{"code":"TOOMANYREQUESTS","message":"pull rate limit"}]}`, "Retry-After", "0"),
			image.RateLimited, "answers 429: TOOMANYREQUESTS pull rate limit", "wait, or log in: docker login", 3,
		},
		{
			"429 for an hour", status(429, "", "Retry-After", "3600"),
			image.RateLimited, "answers 429 Too Many Requests", "wait, or log in", 2,
		},
		{"500", status(500, "<html>"), image.Unreachable, "answers 500 Internal Server Error", "the registry has a fault", 2},
		{"503", status(503, "", "Retry-After", "0"), image.Unreachable, "answers 503 Service Unavailable", "the registry has a fault", 3},
		{"a web page", status(200, "<html>hello"), image.Malformed, "parse image manifest: invalid character '<'", "build the image again", 2},
		{"endless manifest", endless, image.Malformed, "more bytes than the limit of 4194304", "build the image again", 2},
		{"redirects for ever", redirects, image.Unreachable, "stopped after 10 redirects", "look at the host name", 11},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			reg.Fail(tt.fault)
			images, err := open(t, image.Options{}, ref)
			wantError(t, err, tt.class, tt.text)
			if hint := image.HintOf(err); !strings.HasPrefix(hint, tt.hint) || len(images) > 0 {
				t.Errorf("hint is %q, images %v", hint, images)
			}
			if n := len(reg.Seen()); n != tt.requests {
				t.Errorf("%d requests, want %d: %v", n, tt.requests, reg.Seen())
			}
		})
	}
}

func endless(w http.ResponseWriter, r *http.Request) bool {
	if r.URL.Path == "/v2/" {
		return false
	}
	for {
		if _, err := w.Write(make([]byte, 1<<20)); err != nil {
			return true
		}
	}
}

func redirects(w http.ResponseWriter, r *http.Request) bool {
	if r.URL.Path == "/v2/" {
		return false
	}
	http.Redirect(w, r, r.URL.Path, http.StatusTemporaryRedirect)
	return true
}

func TestRateLimitThatPasses(t *testing.T) {
	reg := imagetest.NewRegistry(t)
	ref := reg.Push(t, "acme/api:1", onPlatform(t, "linux/amd64", "app"))
	var once atomic.Bool
	limited := status(429, "", "Retry-After", "0")
	reg.Fail(func(w http.ResponseWriter, r *http.Request) bool {
		return r.URL.Path != "/v2/" && !once.Swap(true) && limited(w, r)
	})
	images, err := open(t, image.Options{}, ref)
	if err != nil || len(images) != 1 {
		t.Errorf("got %v, error %v", images, err)
	}
}

func TestABusyHostIsWaitedForOnce(t *testing.T) {
	reg := imagetest.NewRegistry(t)
	reg.Fail(status(429, "", "Retry-After", "0"))
	o := newOpener(t, image.Options{})
	for range 3 {
		for _, repo := range []string{"a", "b"} {
			_, err := o.Open(t.Context(), image.Request{Source: source(t, "registry:"+reg.Host+"/"+repo)})
			wantError(t, err, image.RateLimited, "answers 429")
		}
	}
	if n := len(reg.Seen()); n != 5 { // two pings, two manifests, one retry
		t.Errorf("%d requests: %v", n, reg.Seen())
	}
}

func TestASilentRegistryIsLeft(t *testing.T) {
	reg := imagetest.NewRegistry(t)
	release := make(chan struct{})
	t.Cleanup(func() { close(release) })
	img := onPlatform(t, "linux/amd64", "app")
	ref := reg.Push(t, "acme/api:1", img)
	hang := func(_ http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path == "/v2/" {
			return false
		}
		select {
		case <-release:
		case <-r.Context().Done():
		}
		return true
	}
	reg.Fail(hang)
	o := newOpener(t, image.Options{Timeout: 200 * time.Millisecond})
	start := time.Now()
	_, err := o.Open(t.Context(), image.Request{Source: source(t, "registry:"+ref)})
	wantError(t, err, image.Unreachable, "nothing came for 200ms")
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("took %s", took)
	}
	n := len(reg.Seen())
	_, err = o.Open(t.Context(), image.Request{Source: source(t, "registry:"+reg.Host+"/acme/other:1")})
	wantError(t, err, image.Unreachable, "not tried again")
	if len(reg.Seen()) != n {
		t.Error("the host was tried again")
	}

	// A body that stops in the middle.
	config := must(img.ConfigName())(t).String()
	reg.Fail(func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.HasSuffix(r.URL.Path, config) {
			return false
		}
		w.Header().Set("Content-Length", "100")
		io.WriteString(w, "{")
		w.(http.Flusher).Flush()
		return hang(w, r)
	})
	_, err = open(t, image.Options{Timeout: 200 * time.Millisecond}, ref)
	wantError(t, err, image.Unreachable, "nothing came for 200ms")
}

func TestBlobsThatAreNotWhatTheyShouldBe(t *testing.T) {
	reg := imagetest.NewRegistry(t)
	img := onPlatform(t, "linux/amd64", "app")
	ref := reg.Push(t, "acme/api:1", img)
	config := must(img.ConfigName())(t).String()
	top := topDigest(t, img)
	raw := must(img.RawConfigFile())(t)
	tests := []struct {
		name, blob string
		body       []byte
		length     string
		class      image.Class
		text       string
	}{
		{"config of another digest", config, flip(raw, 5), "", image.DigestMismatch, "asked for " + config},
		{"short config", config, raw[:10], "", image.DigestMismatch, "is to have"},
		{"broken connection", config, raw[:10], "500", image.Unreachable, "unexpected EOF"},
		{"layer of another digest", top, []byte("no layer"), "", image.DigestMismatch, "mismatch: want " + top},
		{"missing layer", top, nil, "", image.NotFound, "answers 404"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			reg.Fail(func(w http.ResponseWriter, r *http.Request) bool {
				if !strings.HasSuffix(r.URL.Path, tt.blob) {
					return false
				}
				if tt.body == nil {
					w.WriteHeader(http.StatusNotFound)
				}
				if tt.length != "" {
					w.Header().Set("Content-Length", tt.length)
				}
				w.Write(tt.body)
				return true
			})
			images, err := open(t, image.Options{}, ref)
			if err == nil {
				_, err = images[0].Files.Lookup(t.Context(), "/etc/passwd")
			}
			wantError(t, err, tt.class, tt.text)
		})
	}
}

// topDigest is the digest of the image's top layer.
func topDigest(t *testing.T, img v1.Image) string {
	t.Helper()
	layers := must(img.Layers())(t)
	return must(layers[len(layers)-1].Digest())(t).String()
}

func TestManifestOfAnotherDigest(t *testing.T) {
	reg := imagetest.NewRegistry(t)
	img := onPlatform(t, "linux/amd64", "app")
	reg.Push(t, "acme/api:1", img)
	raw := must(img.RawManifest())(t)
	reg.Fail(func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.Contains(r.URL.Path, "/manifests/") {
			return false
		}
		w.Write(append([]byte(" "), raw...))
		return true
	})
	_, err := open(t, image.Options{}, reg.Host+"/acme/api@"+digestOf(t, img))
	wantError(t, err, image.DigestMismatch, "asked for "+digestOf(t, img))
}

func TestUnreachableRegistries(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	notRegistry := strings.TrimPrefix(server.URL, "http://")
	t.Cleanup(server.Close)
	closed := httptest.NewServer(nil)
	gone := strings.TrimPrefix(closed.URL, "http://")
	closed.Close()
	_, err := open(t, image.Options{}, gone+"/a:1")
	wantError(t, err, image.Unreachable, "connection refused")
	_, err = open(t, image.Options{}, notRegistry+"/a:1")
	wantError(t, err, image.Malformed, "answers 404")
	_, err = open(t, image.Options{}, "registry.invalid/a:1")
	wantError(t, err, image.Unreachable, "registry.invalid")
}

func TestOneBrokenPlatformDoesNotHideTheOthers(t *testing.T) {
	reg := imagetest.NewRegistry(t)
	amd, arm := onPlatform(t, "linux/amd64", "amd"), onPlatform(t, "linux/arm64", "arm")
	ref := reg.PushIndex(t, "api:1", must(imagetest.Index(amd, arm))(t))
	reg.Fail(func(w http.ResponseWriter, r *http.Request) bool {
		if strings.HasSuffix(r.URL.Path, must(amd.ConfigName())(t).String()) {
			w.WriteHeader(http.StatusNotFound)
			return true
		}
		return false
	})
	images, err := open(t, image.Options{}, ref)
	wantError(t, err, image.NotFound, "linux/amd64: read image config")
	if len(images) != 1 || images[0].Config.User != "arm" {
		t.Errorf("images: %v", images)
	}
}
