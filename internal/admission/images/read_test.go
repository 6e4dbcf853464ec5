package images_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/internal/admission"
	"github.com/hullcheck/hullcheck/internal/admission/images"
	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

func TestAnImageIsReadOnceForAllWhoAsk(t *testing.T) {
	reg := imagetest.NewRegistry(t)
	img := app(t, "app")
	ref := reg.Push(t, "acme/api:1", img)
	reg.Fail(nil)
	r := reader(t, images.Options{})
	var pods sync.WaitGroup
	for range 50 {
		pods.Go(func() {
			got := read(t, r, ref)
			if p := passwdOf(t, got); p != passwd("app") {
				t.Errorf("passwd is %q", p)
			}
			a, err := got.Files.Lookup(t.Context(), "/app")
			if err != nil || a.Entry == nil || a.Entry.UID != 1000 || a.Entry.Program == nil || a.Entry.Program.Interpreter != "/bin/sh" {
				t.Errorf("/app: %+v, error %v", a, err)
			}
		})
	}
	pods.Wait()
	got := *read(t, r, ref)
	got.Files = nil
	digest, err := img.Digest()
	if err != nil {
		t.Fatal(err)
	}
	want := image.Image{
		Name: ref, Source: "registry:" + ref, Digest: digest.String(), Platform: amd64[0], Verified: true,
		Config: image.Config{User: "app", Env: []string{"PATH=/bin"}, Entrypoint: []string{"/app"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if n := len(reg.Seen()); n != 5 { // ping, manifest, config, two layers
		t.Errorf("51 Pods cost %d requests: %v", n, reg.Seen())
	}
	c := r.Counts()
	if c.Reads["success"] != 1 || len(happened(c.Reads)) != 1 || c.MemoryHits == 0 || c.Bytes == 0 || c.Kept != 1 || c.InFlight != 0 {
		t.Errorf("counts: %+v", c)
	}
}

func TestPlatforms(t *testing.T) {
	reg := imagetest.NewRegistry(t)
	arm := imagetest.Must(t, imagetest.Spec{User: "arm", Platform: "linux/arm64"})
	idx, err := imagetest.Index(app(t, "amd"), arm)
	if err != nil {
		t.Fatal(err)
	}
	ref := reg.PushIndex(t, "acme/api:1", idx)
	r := reader(t, images.Options{})
	for _, tt := range []struct {
		want []image.Platform
		got  []string
	}{
		{amd64, []string{"amd"}},
		{[]image.Platform{{OS: "linux", Architecture: "arm64"}}, []string{"arm"}},
		{[]image.Platform{{OS: "linux", Architecture: "amd64"}, {OS: "linux", Architecture: "arm64"}}, []string{"amd", "arm"}},
		{[]image.Platform{{OS: "linux", Architecture: "s390x"}}, []string{"amd", "arm"}},
	} {
		var users []string
		for _, img := range r.For(admission.Puller{}).Read(t.Context(), ref, tt.want).Images {
			users = append(users, img.Config.User)
		}
		if diff := cmp.Diff(tt.got, users); diff != "" {
			t.Errorf("%v: %s", tt.want, diff)
		}
	}
	if c := r.Counts(); c.Kept != 2 {
		t.Errorf("%d images are kept", c.Kept)
	}
}

func TestATagIsAskedForAgainWithoutItsManifest(t *testing.T) {
	reg := imagetest.NewRegistry(t)
	ref := reg.Push(t, "acme/api:1", app(t, "first"))
	r := reader(t, images.Options{TagTTL: time.Millisecond})
	if got := read(t, r, ref); passwdOf(t, got) != passwd("first") {
		t.Error("not the first image")
	}
	reg.Fail(nil)
	eventually(t, "the tag is asked for again, by HEAD alone", func() bool {
		read(t, r, ref)
		return len(reg.Seen()) == 1 && reg.Seen()[0] == "HEAD /v2/acme/api/manifests/1"
	})
	reg.Push(t, "acme/api:1", app(t, "second"))
	eventually(t, "the tag stands for the second image", func() bool { return read(t, r, ref).Config.User == "second" })
	if got := read(t, r, ref); passwdOf(t, got) != passwd("second") {
		t.Error("not the files of the second image")
	}
}

func TestOnlyRegistriesAreRead(t *testing.T) {
	r := reader(t, images.Options{})
	dir := imagetest.Layout(t, imagetest.Spec{})
	for ref, want := range map[string]string{
		"":                     "the container names no image",
		"oci:" + dir:           "parse image reference",
		"archive:/etc/passwd":  "parse image reference",
		"/etc/passwd":          "parse image reference",
		"../../etc/passwd":     "parse image reference",
		"UPPER/case":           "parse image reference",
		"daemon:nginx:1":       "parse image reference",
		"registry:x/y:1":       "parse image reference",
		"http://127.0.0.1/x:1": "parse image reference",
	} {
		wantPrefix(t, unread(t, r, ref), want)
	}
	if asked := happened(r.Counts().Reads); len(asked) != 0 {
		t.Errorf("asked for: %v", asked)
	}
}

func TestFilesThatAreNotThereAndTooLarge(t *testing.T) {
	reg := imagetest.NewRegistry(t)
	ref := reg.Push(t, "acme/api:1", app(t, "app"))
	img := read(t, reader(t, images.Options{}), ref)
	for range 2 { // from the layers, then from memory
		if a, err := img.Files.Lookup(t.Context(), "/none"); err != nil || a.Entry != nil || a.Unknown != "" {
			t.Errorf("what is not there: %+v, error %v", a, err)
		}
		if _, err := img.Files.Read(t.Context(), "/etc/passwd", 3); !errors.Is(err, rootfs.ErrTooLarge) {
			t.Errorf("a file above the limit: %v", err)
		}
		if passwdOf(t, img) != passwd("app") {
			t.Error("the failure of one question is that of others")
		}
	}
	var paths []string
	_, err := img.Files.Walk(t.Context(), func(e rootfs.Entry) error {
		paths = append(paths, e.Path)
		return nil
	})
	if diff := cmp.Diff([]string{"/", "/app", "/etc", "/etc/passwd"}, paths); diff != "" || err != nil {
		t.Errorf("error %v, %s", err, diff)
	}
}

func TestLayersAboveTheLimitAreUnknown(t *testing.T) {
	reg := imagetest.NewRegistry(t)
	ref := reg.Push(t, "acme/api:1", app(t, "app"))
	img := read(t, reader(t, images.Options{Limits: rootfs.Limits{Compressed: 10}}), ref)
	if a, err := img.Files.Lookup(t.Context(), "/app"); err != nil || a.Entry != nil || a.Unknown == "" {
		t.Errorf("%+v, error %v", a, err)
	}
}

func TestAnImageThatDoesNotUnpackIsRefused(t *testing.T) {
	reg := imagetest.NewRegistry(t)
	bad := imagetest.Must(t, imagetest.Spec{Layers: [][]imagetest.Entry{{{Path: "link", Hardlink: "nowhere"}}}})
	img := read(t, reader(t, images.Options{}), reg.Push(t, "acme/bad:1", bad))
	if _, err := img.Files.Lookup(t.Context(), "/x"); err != nil {
		t.Fatal(err)
	}
	r, ok := img.Files.(interface{ Refusal() *rootfs.UnpackError })
	if !ok || r.Refusal() == nil || r.Refusal().Path != "link" {
		t.Error("nothing says that it does not unpack")
	}
}
