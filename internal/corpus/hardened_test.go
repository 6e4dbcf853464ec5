package corpus_test

import (
	"bytes"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	v1 "github.com/google/go-containerregistry/pkg/v1"

	"github.com/hullcheck/hullcheck/internal/cli"
	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
)

var imageField = regexp.MustCompile(`image: +(\S+)`)

// TestHardened judges every hardened workload with its images, with default flags: the exit code must be 0 and every
// image must have been read. No rule may fire on good work.
func TestHardened(t *testing.T) {
	files, err := filepath.Glob("testdata/hardened/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 20 {
		t.Fatalf("found %d hardened workloads, want at least 20", len(files))
	}
	layouts := t.TempDir()
	built := buildAll(t, layouts)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".yaml"), func(t *testing.T) {
			args := []string{"check", "--no-cache", file}
			for _, ref := range references(t, file) {
				name := nameOf(ref)
				if !built[name] {
					t.Fatalf("no image is described for %s", ref)
				}
				args = append(args, "--image", ref+"=oci:"+filepath.Join(layouts, name))
			}
			var stdout, stderr bytes.Buffer
			if code := cli.Main(t.Context(), args, strings.NewReader(""), &stdout, &stderr); code != 0 {
				t.Errorf("hullcheck %s: exit code %d\n%s%s", strings.Join(args, " "), code, &stdout, &stderr)
			}
			if strings.Contains(stdout.String(), "image-unresolved") {
				t.Errorf("an image was not read:\n%s", &stdout)
			}
		})
	}
}

// references lists the images that a manifest names, each once.
func references(t *testing.T, file string) []string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, m := range imageField.FindAllStringSubmatch(string(b), -1) {
		seen[m[1]] = true
	}
	return slices.Sorted(maps.Keys(seen))
}

// nameOf is the last element of a reference's repository.
func nameOf(ref string) string {
	name, _, _ := strings.Cut(ref[strings.LastIndexByte(ref, '/')+1:], ":")
	return name
}

// buildAll writes each image as an OCI layout named after it below dir.
func buildAll(t *testing.T, dir string) map[string]bool {
	t.Helper()
	built := map[string]bool{}
	for name, s := range images() {
		if err := imagetest.WriteLayout(filepath.Join(dir, name), tagged(t, s)); err != nil {
			t.Fatalf("image %s: %v", name, err)
		}
		built[name] = true
	}
	return built
}

// tagged builds the image of s, or an index of it where s names several platforms.
func tagged(t *testing.T, s spec) imagetest.Tagged {
	t.Helper()
	var platforms []v1.Image
	for platform := range strings.SplitSeq(s.Platform, ",") {
		s.Platform = platform
		machine := uint16(62) // EM_X86_64
		if strings.Contains(platform, "arm64") {
			machine = 183 // EM_AARCH64
		}
		img, err := s.Image(programs(machine))
		if err != nil {
			t.Fatal(err)
		}
		platforms = append(platforms, img)
	}
	if len(platforms) == 1 {
		return imagetest.Tagged{Image: platforms[0]}
	}
	idx, err := imagetest.Index(platforms...)
	if err != nil {
		t.Fatal(err)
	}
	return imagetest.Tagged{Index: idx}
}
