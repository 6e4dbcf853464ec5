package imagetest

import (
	"testing"

	v1 "github.com/google/go-containerregistry/pkg/v1"
)

// Must builds the image that s describes, or ends the test.
func Must(t testing.TB, s Spec) v1.Image {
	t.Helper()
	img, err := s.Image(nil)
	if err != nil {
		t.Fatalf("build image: %v", err)
	}
	return img
}

// Layout writes the image that s describes as an OCI layout of its own and returns its folder, or ends the test.
func Layout(t testing.TB, s Spec) string {
	t.Helper()
	dir := t.TempDir()
	if err := WriteLayout(dir, Tagged{Image: Must(t, s)}); err != nil {
		t.Fatal(err)
	}
	return dir
}
