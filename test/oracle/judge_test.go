package oracle

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/identity"
	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// judge is what hullcheck says of a case, from the pod as a manifest and the image as a layout.
func judge(t *testing.T, c Case, probe []byte) identity.Result {
	t.Helper()
	pod := podOf(t, c)
	results, err := identity.JudgePod(t.Context(), pod, []identity.Given{{Image: imageOf(t, c.Image, probe)}},
		identity.Options{Evidence: finding.EvidenceEntrypoint})
	if err != nil {
		t.Fatal(err)
	}
	return results[0]
}

func podOf(t *testing.T, c Case) *manifest.Pod {
	t.Helper()
	b, err := json.Marshal(c.Pod)
	if err != nil {
		t.Fatal(err)
	}
	for e := range new(manifest.Reader).Stream(t.Context(), "-", "-", bytes.NewReader(b)) {
		if e.Object == nil || len(e.Object.Pods) != 1 {
			t.Fatalf("the pod is not read: %+v", e)
		}
		return &e.Object.Pods[0]
	}
	t.Fatal("the pod is not read")
	return nil
}

func imageOf(t *testing.T, spec imagetest.Spec, probe []byte) *image.Image {
	t.Helper()
	img, err := spec.Image(imagetest.Contents{"probe": probe})
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := imagetest.WriteLayout(dir, imagetest.Tagged{Image: img}); err != nil {
		t.Fatal(err)
	}
	source, err := image.ParseSource("oci:" + dir)
	if err != nil {
		t.Fatal(err)
	}
	opener, err := image.NewOpener(image.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { opener.Close() })
	images, err := opener.Open(t.Context(), image.Request{Source: source, Platforms: image.All()})
	if err != nil {
		t.Fatal(err)
	}
	return images[0]
}
