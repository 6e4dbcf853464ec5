package cli_test

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hullcheck/hullcheck/internal/cli"
	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
)

const (
	bulk = 300_000_000
	// fewBytes is what an image may cost whose passwd stands in a small top layer.
	fewBytes = 16 << 10
	// manifests is more than an image manifest and a config take, and less than any layer of the test.
	manifests = 4 << 10
)

// serve is a registry with an image of 300 MB whose passwd stands in its small top layer, or in its large base.
func serve(t *testing.T, inBase bool) *imagetest.Server {
	t.Helper()
	users := []imagetest.Entry{{Path: "etc", Dir: true}, {Path: "etc/passwd", Content: "api:x:1000:1000::/:/bin/sh\n"}}
	base, top := []imagetest.Entry{{Path: "bin", Dir: true}}, users
	if inBase {
		base, top = users, base
	}
	bottom, err := imagetest.Bulk(bulk, base)
	if err != nil {
		t.Fatal(err)
	}
	upper, err := imagetest.Layer(top, nil, imagetest.Gzip)
	if err != nil {
		t.Fatal(err)
	}
	img, err := imagetest.Spec{User: "1000", Cmd: []string{"/bin/api"}}.ImageOf(bottom, upper)
	if err != nil {
		t.Fatal(err)
	}
	return imagetest.Serve(t, img)
}

// transferred is what one run with default flags fetches of the image.
func transferred(t *testing.T, s *imagetest.Server) int64 {
	t.Helper()
	before := s.Transferred()
	var stdout, stderr bytes.Buffer
	args := []string{"check", "registry:" + s.Host + "/acme/api:1"}
	if code := cli.Main(t.Context(), args, strings.NewReader(""), &stdout, &stderr); code != cli.Clean {
		t.Fatalf("exit code %d\n%s%s", code, &stdout, &stderr)
	}
	return s.Transferred() - before
}

// isolate gives the program a cache of its own.
func isolate(t *testing.T) {
	t.Helper()
	t.Setenv("HOME", t.TempDir())
	t.Setenv("XDG_CACHE_HOME", filepath.Join(t.TempDir(), "cache"))
}

func TestUsersInTheTopLayer(t *testing.T) {
	isolate(t)
	if n := transferred(t, serve(t, false)); n >= fewBytes {
		t.Errorf("%d bytes were transferred", n)
	}
}

func TestSecondRunTransfersNoLayer(t *testing.T) {
	isolate(t)
	s := serve(t, true)
	if n := transferred(t, s); n < bulk {
		t.Errorf("the first run transferred %d bytes only", n)
	}
	if n := transferred(t, s); n >= manifests {
		t.Errorf("the second run transferred %d bytes", n)
	}
}
