package image_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/types"

	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
)

func layoutOf(t *testing.T, content ...imagetest.Tagged) string {
	t.Helper()
	dir := t.TempDir()
	if err := imagetest.WriteLayout(dir, content...); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestLayoutWithOneImage(t *testing.T) {
	img := onPlatform(t, "linux/arm64", "app")
	dir := layoutOf(t, imagetest.Tagged{Tag: "1", Image: img})
	for _, src := range []string{"oci:" + dir, "oci:" + dir + ":1", "oci:" + dir + "@" + digestOf(t, img)} {
		// A single image is read whatever platform is asked for, and says its own.
		images, err := newOpener(t, image.Options{}).Open(t.Context(), image.Request{
			Source: source(t, src), Platforms: image.Exactly(image.Platform{OS: "linux", Architecture: "s390x"}),
		})
		if err != nil {
			t.Fatal(err)
		}
		want := []seen{{
			Name: strings.TrimPrefix(src, "oci:"), Source: src, Digest: digestOf(t, img), Platform: "linux/arm64", User: "app",
			Verified: true, Passwd: passwdOf("app"),
		}}
		if diff := cmp.Diff(want, look(t, images)); diff != "" {
			t.Errorf("%s: %s", src, diff)
		}
	}
}

// twoNamed is a layout as "docker save" of two images or two builds into one folder leave it.
func twoNamed(t *testing.T) (dir string, api, web v1.Image) {
	t.Helper()
	api, web = onPlatform(t, "linux/amd64", "api"), onPlatform(t, "linux/amd64", "web")
	return layoutOf(t, imagetest.Tagged{Tag: "ghcr.io/acme/api:1", Image: api}, imagetest.Tagged{Tag: "2", Image: web}), api, web
}

func TestLayoutWithSeveralImages(t *testing.T) {
	dir, api, web := twoNamed(t)
	tests := []struct {
		name, src, ref string
		want           []string // users
		class          image.Class
		text           string
	}{
		{name: "all of them", src: "", want: []string{"api", "web"}},
		{name: "by the tag of a whole reference", src: ":1", want: []string{"api"}},
		{name: "by tag", src: ":2", want: []string{"web"}},
		{name: "by digest", src: "@" + digestOf(t, web), want: []string{"web"}},
		{name: "by what manifests call it", ref: "ghcr.io/acme/api:1", want: []string{"api"}},
		{name: "by its tag in manifests", ref: "ghcr.io/acme/web:2", want: []string{"web"}},
		{name: "no such tag", src: ":3", class: image.NotFound, text: `no image in it is tagged "3"`},
		{name: "no such name", ref: "ghcr.io/acme/db:3", class: image.NotFound, text: "0 of them are called ghcr.io/acme/db:3"},
		{
			name: "no such digest", src: "@sha256:" + strings.Repeat("0", 64),
			class: image.NotFound, text: "it does not hold sha256:0000",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			images, err := newOpener(t, image.Options{}).Open(t.Context(), image.Request{
				Source: source(t, "oci:"+dir+tt.src), Ref: tt.ref,
			})
			if tt.class != "" {
				wantError(t, err, tt.class, tt.text)
				if hint := image.HintOf(err); hint != "it holds ghcr.io/acme/api:1, 2" {
					t.Errorf("hint is %q", hint)
				}
				return
			}
			var users []string
			for _, img := range images {
				users = append(users, img.Config.User)
			}
			if diff := cmp.Diff(tt.want, users); diff != "" || err != nil {
				t.Errorf("%s, error %v", diff, err)
			}
		})
	}
	all, err := newOpener(t, image.Options{}).Open(t.Context(), image.Request{Source: source(t, "oci:"+dir)})
	if err != nil {
		t.Fatal(err)
	}
	names := []string{all[0].Source, all[1].Source}
	if diff := cmp.Diff([]string{"oci:" + dir + "@" + digestOf(t, api), "oci:" + dir + ":2"}, names); diff != "" {
		t.Error(diff)
	}
}

func TestLayoutWithIndex(t *testing.T) {
	amd, arm := onPlatform(t, "linux/amd64", "amd"), onPlatform(t, "linux/arm64/v8", "arm")
	idx, err := imagetest.Index(amd, arm)
	if err != nil {
		t.Fatal(err)
	}
	for _, form := range []imagetest.Attestation{imagetest.ImageAttestation, imagetest.ArtifactAttestation} {
		if idx, err = imagetest.Attest(idx, amd, form); err != nil {
			t.Fatal(err)
		}
	}
	dir := layoutOf(t, imagetest.Tagged{Tag: "1", Index: idx})
	linux := func(arch string) image.Platform { return image.Platform{OS: "linux", Architecture: arch} }
	tests := []struct {
		name  string
		sel   image.Selector
		want  []string
		class image.Class
	}{
		{name: "all", sel: image.All(), want: []string{"linux/amd64 amd", "linux/arm64/v8 arm"}},
		{name: "exactly one", sel: image.Exactly(linux("arm64")), want: []string{"linux/arm64/v8 arm"}},
		{name: "exactly none", sel: image.Exactly(linux("s390x")), class: image.NoPlatform},
		{name: "preferred", sel: image.Prefer(linux("amd64"), linux("s390x")), want: []string{"linux/amd64 amd"}},
		{name: "none preferred", sel: image.Prefer(linux("s390x")), want: []string{"linux/amd64 amd", "linux/arm64/v8 arm"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			images, err := newOpener(t, image.Options{}).Open(t.Context(), image.Request{
				Source: source(t, "oci:"+dir), Platforms: tt.sel,
			})
			if tt.class != "" {
				wantError(t, err, tt.class, "its index has linux/amd64, linux/arm64/v8")
				return
			}
			var got []string
			for _, img := range images {
				got = append(got, img.Platform.String()+" "+img.Config.User)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" || err != nil {
				t.Errorf("%s, error %v", diff, err)
			}
		})
	}
}

// edit rewrites a JSON file of a layout.
func edit(t *testing.T, file string, change func(m map[string]any)) {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var m map[string]any
	if err := json.Unmarshal(raw, &m); err != nil {
		t.Fatal(err)
	}
	change(m)
	if raw, err = json.Marshal(m); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, raw, 0o600); err != nil {
		t.Fatal(err)
	}
}

func entries(m map[string]any) []any { return m["manifests"].([]any) }

func TestLayoutLeavesThingsOut(t *testing.T) {
	amd, arm := onPlatform(t, "linux/amd64", "amd"), onPlatform(t, "windows/amd64", "win")
	users := func(t *testing.T, dir string) string {
		t.Helper()
		images, err := newOpener(t, image.Options{}).Open(t.Context(), image.Request{Source: source(t, "oci:"+dir)})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, img := range images {
			got = append(got, img.Platform.String()+" "+img.Config.User)
		}
		return strings.Join(got, ", ")
	}
	t.Run("platforms", func(t *testing.T) { // they are then read from the configs
		dir := layoutOf(t, imagetest.Tagged{Image: amd}, imagetest.Tagged{Image: arm})
		edit(t, filepath.Join(dir, "index.json"), func(m map[string]any) {
			for _, e := range entries(m) {
				delete(e.(map[string]any), "platform")
			}
		})
		if got := users(t, dir); got != "linux/amd64 amd, windows/amd64 win" {
			t.Error(got)
		}
	})
	t.Run("media types", func(t *testing.T) {
		dir := layoutOf(t, imagetest.Tagged{Image: amd}, imagetest.Tagged{Image: arm})
		edit(t, filepath.Join(dir, "index.json"), func(m map[string]any) {
			for _, e := range entries(m) {
				delete(e.(map[string]any), "mediaType")
			}
		})
		if got := users(t, dir); got != "linux/amd64 amd, windows/amd64 win" {
			t.Error(got)
		}
	})
	t.Run("an image", func(t *testing.T) { // as docker does with platforms that were not pulled
		dir := layoutOf(t, imagetest.Tagged{Image: amd}, imagetest.Tagged{Image: arm})
		if err := os.Remove(blobFile(dir, digestOf(t, arm))); err != nil {
			t.Fatal(err)
		}
		if got := users(t, dir); got != "linux/amd64 amd" {
			t.Error(got)
		}
	})
}

func blobFile(dir, digest string) string {
	algorithm, hex, _ := strings.Cut(digest, ":")
	return filepath.Join(dir, "blobs", algorithm, hex)
}

func TestArtifactsAreNoImages(t *testing.T) {
	for kind, text := range map[types.MediaType]string{
		"application/vnd.cncf.helm.config.v1+json": "it is a Helm chart",
		"application/vnd.wasm.config.v0+json":      "it is a WebAssembly module",
		"":                                         "it is an artifact",
	} {
		chart, err := imagetest.Artifact{ConfigType: kind}.Image()
		if err != nil {
			t.Fatal(err)
		}
		dir := layoutOf(t, imagetest.Tagged{Tag: "1", Image: chart})
		_, err = newOpener(t, image.Options{}).Open(t.Context(), image.Request{Source: source(t, "oci:"+dir)})
		wantError(t, err, image.NotImage, text)
	}
}
