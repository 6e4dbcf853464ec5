package images_test

import (
	"context"
	"maps"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-containerregistry/pkg/authn"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"go.uber.org/goleak"

	"github.com/hullcheck/hullcheck/internal/admission"
	"github.com/hullcheck/hullcheck/internal/admission/images"
	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// amd64 is what most tests want of an image.
var amd64 = []image.Platform{{OS: "linux", Architecture: "amd64"}}

// loopback is where the registries of tests are.
var loopback = netip.MustParsePrefix("127.0.0.1/32")

// keychain knows one account for every registry, or none.
type keychain string

func (k keychain) Resolve(authn.Resource) (authn.Authenticator, error) {
	if k == "" {
		return authn.Anonymous, nil
	}
	return authn.FromConfig(authn.AuthConfig{Username: string(k), Password: "p"}), nil
}

func reader(tb testing.TB, o images.Options) *images.Reader {
	tb.Helper()
	if o.AllowAddresses == nil {
		o.AllowAddresses = []netip.Prefix{loopback}
	}
	if o.Keychain == nil {
		o.Keychain = keychain("")
	}
	o.Proxy = func(*http.Request) (*url.URL, error) { return nil, nil }
	r, err := images.New(o)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(r.Close)
	return r
}

// app is an image with a user, whose passwd lies in the lower of two layers.
func app(tb testing.TB, user string) v1.Image {
	tb.Helper()
	return imagetest.Must(tb, imagetest.Spec{
		User: user, Entrypoint: []string{"/app"}, Env: []string{"PATH=/bin"}, Labels: map[string]string{"a": "b"},
		Layers: [][]imagetest.Entry{
			{{Path: "etc", Dir: true}, {Path: "etc/passwd", Content: passwd(user)}},
			{{Path: "app", Content: "#!/bin/sh\n", Mode: "0755", UID: 1000}},
		},
	})
}

func passwd(user string) string {
	return "root:x:0:0::/root:/bin/sh\n" + user + ":x:1000:1000::/:/bin/sh\n"
}

// read reads an image for a Pod without secrets and expects it to be known.
func read(tb testing.TB, r *images.Reader, ref string) *image.Image {
	tb.Helper()
	return readFor(tb, r, admission.Puller{Namespace: "team-a"}, ref)
}

func readFor(tb testing.TB, r *images.Reader, who admission.Puller, ref string) *image.Image {
	tb.Helper()
	got := r.For(who).Read(tb.Context(), ref, amd64)
	if !got.Asked || got.Unread != "" || len(got.Images) != 1 {
		tb.Fatalf("%s: %d images, unread %q", ref, len(got.Images), got.Unread)
	}
	return got.Images[0]
}

// unread reads an image for a Pod without secrets and gives the reason why it is not known.
func unread(tb testing.TB, r *images.Reader, ref string) string {
	tb.Helper()
	return unreadFor(tb, r, admission.Puller{Namespace: "team-a"}, ref)
}

func unreadFor(tb testing.TB, r *images.Reader, who admission.Puller, ref string) string {
	tb.Helper()
	got := r.For(who).Read(tb.Context(), ref, amd64)
	if !got.Asked || got.Unread == "" || len(got.Images) != 0 {
		tb.Fatalf("%s: %d images, unread %q", ref, len(got.Images), got.Unread)
	}
	if strings.ContainsAny(got.Unread, "\n\x1b") {
		tb.Errorf("more than one line: %q", got.Unread)
	}
	return got.Unread
}

// happened are the counts above 0.
func happened(counts map[string]uint64) map[string]uint64 {
	out := maps.Clone(counts)
	maps.DeleteFunc(out, func(_ string, n uint64) bool { return n == 0 })
	return out
}

func wantPrefix(tb testing.TB, got, want string) {
	tb.Helper()
	if !strings.HasPrefix(got, want) {
		tb.Errorf("got %q\nwant a text that begins with %q", got, want)
	}
}

// passwdOf is the content of an image's passwd.
func passwdOf(tb testing.TB, img *image.Image) string {
	tb.Helper()
	content, err := img.Files.Read(tb.Context(), "/etc/passwd", 1<<20)
	if err != nil || content.Unknown != "" {
		tb.Fatalf("read passwd: unknown %q, error %v", content.Unknown, err)
	}
	return string(content.Data)
}

// shortly is a context that ends before anything that is slow.
func shortly(tb testing.TB) context.Context {
	tb.Helper()
	ctx, cancel := context.WithTimeout(tb.Context(), 50*time.Millisecond)
	tb.Cleanup(cancel)
	return ctx
}

// eventually waits for what goes on in the background.
func eventually(tb testing.TB, what string, is func() bool) {
	tb.Helper()
	for range 500 {
		if is() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	tb.Errorf("never: %s", what)
}
