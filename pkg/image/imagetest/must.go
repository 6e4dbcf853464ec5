package imagetest

import (
	"testing"

	v1 "github.com/google/go-containerregistry/pkg/v1"
)

// Must builds the image that s describes, or ends the test.
func Must(tb testing.TB, s Spec) v1.Image {
	tb.Helper()
	img, err := s.Image(nil)
	if err != nil {
		tb.Fatalf("build image: %v", err)
	}
	return img
}

// Layout writes the image that s describes as an OCI layout of its own and returns its folder, or ends the test.
func Layout(tb testing.TB, s Spec) string {
	tb.Helper()
	dir := tb.TempDir()
	if err := WriteLayout(dir, Tagged{Image: Must(tb, s)}); err != nil {
		tb.Fatal(err)
	}
	return dir
}
