package image_test

import (
	"testing"

	v1 "github.com/google/go-containerregistry/pkg/v1"

	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// What reading the users of a large image may cost: manifest, config, and a small top layer.
const (
	bulkSize    = 300_000_000
	fewBytes    = 16 << 10
	fewerThanIt = 8 << 10 // manifest and config alone
)

var users = []imagetest.Entry{{Path: "etc", Dir: true}, {Path: "etc/passwd", Content: passwdOf("app")}}

// large is an image of 300 MB whose passwd is either in its small top layer or in its large base.
func large(t *testing.T, inBase bool) v1.Image {
	t.Helper()
	base, top := []imagetest.Entry{{Path: "bin", Dir: true}}, users
	if inBase {
		base, top = users, base
	}
	bottom := must(imagetest.Bulk(bulkSize, base))(t)
	upper := must(imagetest.Layer(top, nil, imagetest.Gzip))(t)
	return must(imagetest.Spec{User: "app"}.ImageOf(bottom, upper))(t)
}

// run is what one run of the program does with the image, and how many bytes it transfers.
func run(t *testing.T, s *imagetest.Server, cacheDir string) int64 {
	t.Helper()
	before := s.Transferred()
	o := newOpener(t, image.Options{Layers: rootfs.Options{Cache: rootfs.NewCache(cacheDir, 0)}})
	images, err := o.Open(t.Context(), image.Request{Source: source(t, "registry:"+s.Host+"/acme/api:1")})
	if err != nil {
		t.Fatal(err)
	}
	if got := look(t, images)[0].Passwd; got != passwdOf("app") {
		t.Errorf("passwd is %q", got)
	}
	return s.Transferred() - before
}

func TestUsersInTheTopLayerCostAFewKilobytes(t *testing.T) {
	if n := run(t, imagetest.Serve(t, large(t, false)), t.TempDir()); n >= fewBytes {
		t.Errorf("%d bytes were transferred", n)
	}
}

func TestASecondRunTransfersNoLayer(t *testing.T) {
	s, cache := imagetest.Serve(t, large(t, true)), t.TempDir()
	if n := run(t, s, cache); n < bulkSize {
		t.Errorf("the first run transferred only %d bytes", n)
	}
	if n := run(t, s, cache); n >= fewerThanIt {
		t.Errorf("the second run transferred %d bytes", n)
	}
}
