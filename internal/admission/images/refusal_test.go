package images_test

import (
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/hullcheck/hullcheck/internal/admission/images"
	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
)

func TestOnlyAllowedRegistriesAreAsked(t *testing.T) {
	reg := imagetest.NewRegistry(t)
	ref := reg.Push(t, "acme/api:1", app(t, "app"))
	other := reg.Push(t, "acmecorp/api:1", app(t, "app"))
	for pattern, want := range map[string][2]bool{
		reg.Host: {true, true}, reg.Host + "/acme": {true, false}, reg.Host + "/acme/": {true, false},
		reg.Host + "/acme*": {true, true}, reg.Host + "/*/api": {true, true}, reg.Host + "/acme/api/more": {false, false},
		"127.0.0.*": {true, true}, "127.0.0.*:*": {true, true}, "quay.io": {false, false}, "127.0.0.1": {false, false},
	} {
		r := reader(t, images.Options{AllowRegistries: []string{"docker.io", pattern}})
		for i, name := range []string{ref, other} {
			if want[i] {
				read(t, r, name)
				continue
			}
			got := unread(t, r, name)
			if got != "refused: "+strings.TrimSuffix(name, ":1")+" is not in one of the registries that may be asked" {
				t.Errorf("%s: %q", pattern, got)
			}
		}
		if c := r.Counts(); c.Refused+c.Reads["success"] != 2 || len(happened(c.Reads)) > 1 {
			t.Errorf("%s: counts %+v", pattern, c)
		}
	}
	for _, bad := range []string{"", "/acme", "quay.io//x", "quay.io/[", "["} {
		if _, err := images.New(images.Options{AllowRegistries: []string{bad}}); err == nil {
			t.Errorf("%q is taken for a pattern", bad)
		}
	}
}

func TestAddressesInsideAreNotAsked(t *testing.T) {
	reg := imagetest.NewRegistry(t)
	ref := reg.Push(t, "acme/api:1", app(t, "app"))
	reg.Fail(nil)
	nowhere := []netip.Prefix{netip.MustParsePrefix("127.1.0.0/16")}
	r := reader(t, images.Options{AllowAddresses: nowhere})
	for name, want := range map[string]string{
		ref:                                "refused: 127.0.0.1 is a loopback address and not one of those that may be asked",
		"169.254.169.254/latest/meta-data": "refused: 169.254.169.254 is a link-local address and not one of those that may be asked",
		"[::1]:5000/acme/api":              "refused: ::1 is a loopback address and not one of those that may be asked",
		"10.96.0.1:443/api/v1":             "refused: 10.96.0.1 is a private address and not one of those that may be asked",
	} {
		if got := unread(t, r, name); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
	if len(reg.Seen()) != 0 {
		t.Errorf("asked all the same: %v", reg.Seen())
	}
	if c := r.Counts(); c.Refused != 4 || c.Reads["refused"] != 4 || c.Bytes != 0 {
		t.Errorf("counts: %+v", c)
	}
}

// TestRegistriesCannotSendElsewhere: by the redirect of a manifest or a blob, or by the address of a token server.
func TestRegistriesCannotSendElsewhere(t *testing.T) {
	inside := "http://127.0.0.2:1/latest/meta-data?signature=hunter2"
	redirect := func(part string) imagetest.Fault {
		return status(part, http.StatusTemporaryRedirect, "Location", inside)
	}
	const want = "refused: 127.0.0.2 is a loopback address and not one of those that may be asked"
	for name, fault := range map[string]imagetest.Fault{
		"manifest": redirect("/manifests/"), "config": redirect("/blobs/"), "greeting": redirect("/v2/"),
	} {
		reg := imagetest.NewRegistry(t)
		ref := reg.Push(t, "acme/api:1", app(t, "app"))
		reg.Fail(fault)
		if got := unread(t, reader(t, images.Options{}), ref); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
	reg := imagetest.NewRegistry(t)
	reg.Fail(status("/v2/", http.StatusUnauthorized, "WWW-Authenticate", `Bearer realm="`+inside+`",service="x"`))
	got := unread(t, reader(t, images.Options{}), reg.Host+"/acme/api:1") // the library judges numbers by itself
	wantPrefix(t, got, "malformed: the answer of "+reg.Host+": invalid realm in www-authenticate")
	reg.Fail(nil)
	img := read(t, reader(t, images.Options{FailureTTL: time.Millisecond}), reg.Push(t, "acme/api:1", app(t, "app")))
	reg.Fail(redirect("/blobs/"))
	if _, err := img.Files.Lookup(t.Context(), "/app"); err == nil || err.Error() != want {
		t.Errorf("layer: %v", err)
	}
}

// TestSignedAddressesAreNotTold: where a registry keeps its blobs, the address is the key.
func TestSignedAddressesAreNotTold(t *testing.T) {
	reg := imagetest.NewRegistry(t)
	ref := reg.Push(t, "acme/api:1", app(t, "app"))
	reg.Fail(status("/blobs/", http.StatusTemporaryRedirect, "Location", "http://127.0.0.1:1/blob?signature=hunter2"))
	got := unread(t, reader(t, images.Options{}), ref)
	if strings.Contains(got, "hunter2") || !strings.Contains(got, "http://127.0.0.1:1/blob") {
		t.Errorf("got %q", got)
	}
}
