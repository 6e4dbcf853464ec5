package images_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hullcheck/hullcheck/internal/admission/images"
	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

func TestLayersAreKeptOnDisk(t *testing.T) {
	reg := imagetest.NewRegistry(t)
	ref := reg.Push(t, "acme/api:1", app(t, "app"))
	dir := t.TempDir()
	passwdOf(t, read(t, reader(t, images.Options{Cache: rootfs.NewCache(dir, 0)}), ref))
	reg.Fail(nil)
	restarted := reader(t, images.Options{Cache: rootfs.NewCache(dir, 0)})
	if got := passwdOf(t, read(t, restarted, ref)); got != passwd("app") {
		t.Errorf("passwd is %q", got)
	}
	if n := len(reg.Seen()); n != 3 { // ping, manifest, config
		t.Errorf("what is on disk was fetched again: %v", reg.Seen())
	}
	if c := restarted.Counts(); c.DiskHits != 1 {
		t.Errorf("counts: %+v", c)
	}
}

// TestACacheThatCannotBeWritten: a file stands where its folder was to be, which stops root too.
func TestACacheThatCannotBeWritten(t *testing.T) {
	reg := imagetest.NewRegistry(t)
	dir := filepath.Join(t.TempDir(), "cache")
	if err := os.WriteFile(dir, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	var warned atomic.Int64
	r := reader(t, images.Options{Cache: rootfs.NewCache(dir, 0), Warn: func(err error) {
		warned.Add(1)
		if !strings.HasPrefix(err.Error(), "write layer cache: ") {
			t.Errorf("warning is %q", err)
		}
	}})
	for _, user := range []string{"one", "two", "three"} {
		if got := passwdOf(t, read(t, r, reg.Push(t, "acme/"+user+":1", app(t, user)))); got != passwd(user) {
			t.Errorf("passwd is %q", got)
		}
	}
	if warned.Load() != 1 {
		t.Errorf("%d warnings", warned.Load())
	}
}

func TestMemoryIsBounded(t *testing.T) {
	reg := imagetest.NewRegistry(t)
	refs := []string{reg.Push(t, "acme/a:1", app(t, "a")), reg.Push(t, "acme/b:1", app(t, "b")), reg.Push(t, "acme/c:1", app(t, "c"))}
	few := reader(t, images.Options{Images: 2})
	for range 2 {
		for _, ref := range refs {
			passwdOf(t, read(t, few, ref))
		}
	}
	if c := few.Counts(); c.Kept != 2 || c.KeptBytes < 1000 || c.KeptBytes > 10_000 {
		t.Errorf("counts: %+v", c)
	}
	small := reader(t, images.Options{Bytes: 2500, TagTTL: time.Hour})
	for range 2 {
		for _, ref := range refs {
			passwdOf(t, read(t, small, ref))
		}
	}
	if c := small.Counts(); c.Kept > 2 || c.KeptBytes > 2500 {
		t.Errorf("counts: %+v", c)
	}
}

// TestAHugeConfigIsNotKept: an image must not push out hundreds of others.
func TestAHugeConfigIsNotKept(t *testing.T) {
	reg := imagetest.NewRegistry(t)
	huge := imagetest.Must(t, imagetest.Spec{Env: []string{"A=" + strings.Repeat("x", 300<<10)}})
	r := reader(t, images.Options{})
	if got := unread(t, r, reg.Push(t, "acme/huge:1", huge)); got != "what is to be kept of it takes more room than there is" {
		t.Errorf("got %q", got)
	}
	plenty := imagetest.Must(t, imagetest.Spec{User: "app", History: []string{strings.Repeat("x", 300<<10)}})
	if got := read(t, r, reg.Push(t, "acme/plenty:1", plenty)); got.Config.User != "app" || got.Config.History != nil {
		t.Error("history is what nobody asks for, and counts")
	}
}

func TestManyPathsOfOneImageAreNotAllKept(t *testing.T) {
	reg := imagetest.NewRegistry(t)
	r := reader(t, images.Options{})
	img := read(t, r, reg.Push(t, "acme/api:1", app(t, "app")))
	for i := range 300 {
		path := "/" + strings.Repeat("x", 400) + string(rune('a'+i%26)) + string(rune('a'+i/26))
		if a, err := img.Files.Lookup(t.Context(), path); err != nil || a.Entry != nil || a.Unknown != "" {
			t.Fatalf("%+v, error %v", a, err)
		}
	}
	if c := r.Counts(); c.KeptBytes > 80<<10 {
		t.Errorf("%d bytes are kept", c.KeptBytes)
	}
	if a, err := img.Files.Lookup(t.Context(), "/app"); err != nil || a.Entry == nil {
		t.Errorf("what is not kept is still answered: %+v, error %v", a, err)
	}
}

func TestCloseEndsWhatIsUnderWay(t *testing.T) {
	reg := imagetest.NewRegistry(t)
	ref := reg.Push(t, "acme/api:1", app(t, "app"))
	reg.Fail(hang("/manifests/", nil))
	r := reader(t, images.Options{})
	r.For(with("team-a")).Read(shortly(t), ref, amd64)
	r.Close()
	if got := unread(t, r, ref); got != "it is shutting down" {
		t.Errorf("got %q", got)
	}
}

func TestBadOptions(t *testing.T) {
	if _, err := images.New(images.Options{CAFile: filepath.Join(t.TempDir(), "none")}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("CA file that is not there: %v", err)
	}
}
