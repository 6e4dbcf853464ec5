package imagetest_test

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/v1/remote"

	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
)

func TestBulkIsServedAndCounted(t *testing.T) {
	const size = 1_000_001
	l, err := imagetest.Bulk(size, []imagetest.Entry{{Path: "etc/passwd", Content: "root:x:0:0::/:\n"}})
	if err != nil {
		t.Fatal(err)
	}
	img, err := imagetest.Spec{User: "7"}.ImageOf(l)
	if err != nil {
		t.Fatal(err)
	}
	s := imagetest.Serve(t, img)
	ref, err := name.ParseReference(s.Host + "/any/name:1")
	if err != nil {
		t.Fatal(err)
	}
	read, err := remote.Image(ref, remote.WithTransport(http.DefaultTransport))
	if err != nil {
		t.Fatal(err)
	}
	if n := s.Transferred(); n <= 0 || n > 4096 {
		t.Errorf("the manifest took %d bytes", n)
	}
	got := listing(t, read)
	if len(got) != 1 || len(got[0]) != 2 {
		t.Fatalf("%d layers", len(got))
	}
	if diff := cmp.Diff("etc/passwd file 644 0:0 -> root:x:0:0::/:\n", got[0][0]); diff != "" {
		t.Error(diff)
	}
	if len(got[0][1]) != len("bulk file 644 0:0 -> ")+size || s.Transferred() < size {
		t.Errorf("bulk has %d bytes, %d were transferred", len(got[0][1]), s.Transferred())
	}
}
