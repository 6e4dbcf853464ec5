package image_test

import (
	"archive/tar"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	v1 "github.com/google/go-containerregistry/pkg/v1"

	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

func must[T any](v T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func compress(t *testing.T, b []byte, c imagetest.Compression) []byte {
	t.Helper()
	return must(imagetest.Compress(b, c))(t)
}

var compressions = []imagetest.Compression{imagetest.Plain, imagetest.Gzip, imagetest.Zstd}

func TestArchives(t *testing.T) {
	for _, layers := range compressions {
		spec := passwdSpec("app")
		spec.Compression = layers
		img := imagetest.Must(t, spec)
		forms := map[string][]byte{
			"oci":         must(imagetest.OCIArchive(imagetest.Tagged{Image: img}))(t),
			"docker-save": must(imagetest.DockerArchive("ghcr.io/acme/api:1", img))(t),
			"old docker":  oldSave(t, img),
		}
		for form, b := range forms {
			for _, c := range compressions {
				t.Run(fmt.Sprintf("%s stored %s of %s layers", form, c, layers), func(t *testing.T) {
					file := writeFile(t, "a", compress(t, b, c))
					want := seen{
						Name: file, Source: "archive:" + file, Platform: "linux/amd64", User: "app", Verified: true,
						Passwd: passwdOf("app"),
					}
					if form == "oci" {
						want.Digest = digestOf(t, img)
					}
					images, err := newOpener(t, image.Options{}).Open(t.Context(), image.Request{Source: source(t, "archive:"+file)})
					if err != nil {
						t.Fatal(err)
					}
					if diff := cmp.Diff([]seen{want}, look(t, images)); diff != "" {
						t.Error(diff)
					}
				})
			}
		}
	}
}

// oldSave is what docker before version 25 wrote: folders by the layers' legacy IDs, a layer that two images share as a
// symbolic link, the list of images at the end.
func oldSave(t *testing.T, img v1.Image) []byte {
	t.Helper()
	config := must(img.RawConfigFile())(t)
	name := must(img.ConfigName())(t).Hex + ".json"
	entries := []imagetest.Entry{{Path: name, Content: string(config)}}
	save := map[string]any{"Config": name, "RepoTags": nil}
	var paths []string
	for i, l := range must(img.Layers())(t) {
		rc := must(l.Uncompressed())(t)
		plain := must(io.ReadAll(rc))(t)
		dir := fmt.Sprintf("%064d", i)
		entries = append(entries,
			imagetest.Entry{Path: dir + "/", Dir: true},
			imagetest.Entry{Path: "real" + dir + "/layer.tar", Content: string(plain)},
			imagetest.Entry{Path: dir + "/layer.tar", Link: "../real" + dir + "/layer.tar"},
			imagetest.Entry{Path: dir + "/VERSION", Content: "1.0"},
		)
		paths = append(paths, dir+"/layer.tar")
	}
	save["Layers"] = paths
	list := must(json.Marshal([]any{save}))(t)
	entries = append(entries, imagetest.Entry{Path: "manifest.json", Content: string(list)})
	return must(imagetest.Tar(entries, nil))(t)
}

func TestArchiveWithSeveralImages(t *testing.T) {
	_, api, web := twoNamed(t)
	b := must(imagetest.OCIArchive(
		imagetest.Tagged{Tag: "ghcr.io/acme/api:1", Image: api}, imagetest.Tagged{Tag: "ghcr.io/acme/web:2", Image: web},
	))(t)
	file := writeFile(t, "a.tar", b)
	o := newOpener(t, image.Options{})
	images, err := o.Open(t.Context(), image.Request{Source: source(t, "archive:"+file), Ref: "ghcr.io/acme/web"})
	if err != nil || len(images) != 1 || images[0].Config.User != "web" {
		t.Errorf("got %v, error %v", images, err)
	}
	images, err = o.Open(t.Context(), image.Request{Source: source(t, "archive:"+file)})
	if err != nil || len(images) != 2 || images[0].Name != "ghcr.io/acme/api:1" || images[1].Name != "ghcr.io/acme/web:2" {
		t.Errorf("got %v, error %v", images, err)
	}
}

func TestArchiveOfALargeLayerIsUnknownPastTheReadLimit(t *testing.T) {
	img := onPlatform(t, "linux/amd64", "app")
	file := writeFile(t, "a.tar.gz", compress(t, must(imagetest.DockerArchive("a:1", img))(t), imagetest.Gzip))
	o := newOpener(t, image.Options{Layers: rootfs.Options{Limits: rootfs.Limits{Compressed: 10}}})
	images, err := o.Open(t.Context(), image.Request{Source: source(t, "archive:"+file)})
	if err != nil {
		t.Fatal(err)
	}
	if got := look(t, images)[0].Passwd; !strings.Contains(got, "larger than the layer read limit of 10") {
		t.Errorf("passwd is %q", got)
	}
}

func TestBadArchives(t *testing.T) {
	img := onPlatform(t, "linux/amd64", "app")
	docker := must(imagetest.DockerArchive("a:1", img))(t)
	oci := must(imagetest.OCIArchive(imagetest.Tagged{Image: img}))(t)
	tarOf := func(e ...imagetest.Entry) []byte { return must(imagetest.Tar(e, nil))(t) }
	deep := strings.Repeat(`[`, 20_000) + strings.Repeat(`]`, 20_000)
	tests := []struct {
		name    string
		content []byte
		class   image.Class
		text    string
	}{
		{"empty", nil, image.NotImage, "neither manifest.json (docker save) nor index.json (OCI)"},
		{"text", []byte(strings.Repeat("no archive ", 100)), image.Malformed, "read archive: archive/tar: invalid tar header"},
		{"a tar of something else", tarOf(imagetest.Entry{Path: "x"}), image.NotImage, "neither manifest.json"},
		{"xz", []byte("\xfd7zXZ\x00 …"), image.Malformed, "it is compressed with xz"},
		{"bzip2", []byte("BZh91AY&SY"), image.Malformed, "it is compressed with bzip2"},
		{"half a tar", docker[:len(docker)/2], image.Malformed, "unexpected EOF"},
		{"half a gzip", half(compress(t, docker, imagetest.Gzip)), image.Malformed, "unexpected EOF"},
		{"half a zstd", half(compress(t, docker, imagetest.Zstd)), image.Malformed, "unexpected EOF"},
		{"gzip with a wrong checksum", flip(compress(t, docker, imagetest.Gzip), -8), image.Malformed, "invalid checksum"},
		{"no JSON", tarOf(imagetest.Entry{Path: "manifest.json", Content: "<html>"}), image.Malformed, "parse manifest.json"},
		{"deep JSON", tarOf(imagetest.Entry{Path: "manifest.json", Content: deep}), image.Malformed, "exceeded max depth"},
		{"no image", tarOf(imagetest.Entry{Path: "manifest.json", Content: "[]"}), image.Malformed, "lists 0 images"},
		{
			"no config", tarOf(imagetest.Entry{Path: "manifest.json", Content: `[{"Config":"c.json"}]`}),
			image.NotFound, "a part of the image is missing",
		},
		{
			"config out of the archive", tarOf(imagetest.Entry{Path: "manifest.json", Content: `[{"Config":"../../etc/passwd"}]`}),
			image.NotFound, "a part of the image is missing",
		},
		{
			"links in a circle",
			tarOf(imagetest.Entry{Path: "c", Link: "c"}, imagetest.Entry{Path: "manifest.json", Content: `[{"Config":"c"}]`}),
			image.NotFound, "a part of the image is missing",
		},
		{
			"more layers than diff IDs", tarOf(
				imagetest.Entry{Path: "c", Content: `{"rootfs":{"diff_ids":[]}}`},
				imagetest.Entry{Path: "manifest.json", Content: `[{"Config":"c","Layers":["l"]}]`},
			),
			image.Malformed, "names 1 layers and the config 0 diff IDs",
		},
		{"config of another digest", bytes.Replace(docker, []byte(`"User":"app"`), []byte(`"User":"api"`), 1), image.DigestMismatch, "asked for sha256:"},
		{"blob of another digest", bytes.Replace(oci, []byte(`"User":"app"`), []byte(`"User":"api"`), 1), image.DigestMismatch, "asked for sha256:"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			file := writeFile(t, "a", tt.content)
			images, err := newOpener(t, image.Options{}).Open(t.Context(), image.Request{Source: source(t, "archive:"+file)})
			wantError(t, err, tt.class, tt.text)
			if strings.Contains(err.Error(), "\n") || image.HintOf(err) == "" {
				t.Errorf("it is said in several lines, or without advice %q: %v", image.HintOf(err), err)
			}
			if len(images) > 0 {
				t.Errorf("and an image: %v", images)
			}
		})
	}
}

func half(b []byte) []byte { return b[:len(b)/2] }

// flip damages one byte, counted from the end where at is negative.
func flip(b []byte, at int) []byte {
	b = bytes.Clone(b)
	if at < 0 {
		at += len(b)
	}
	b[at] ^= 0xff
	return b
}

func TestDamagedLayersAreFoundWhenTheyAreRead(t *testing.T) {
	spec := passwdSpec("app")
	spec.Compression = imagetest.Plain
	img := imagetest.Must(t, spec)
	damaged := func(b []byte) []byte { return bytes.Replace(b, []byte(":1000:1000:"), []byte(":1000:9999:"), 1) }
	oci := damaged(must(imagetest.OCIArchive(imagetest.Tagged{Image: img}))(t))
	plain := writeFile(t, "a.tar", oci)
	images, err := newOpener(t, image.Options{}).Open(t.Context(), image.Request{Source: source(t, "archive:"+plain)})
	if err != nil {
		t.Fatal(err)
	}
	_, err = images[0].Files.Lookup(t.Context(), "/etc/passwd")
	wantError(t, err, image.DigestMismatch, "mismatch: want sha256:")

	for _, b := range [][]byte{oci, damaged(oldSave(t, img))} {
		packed := writeFile(t, "a.tar.gz", compress(t, b, imagetest.Gzip)) // is read on opening
		_, err = newOpener(t, image.Options{}).Open(t.Context(), image.Request{Source: source(t, "archive:"+packed)})
		wantError(t, err, image.DigestMismatch, "mismatch: want sha256:")
	}
}

func TestMissingFilesAndFolders(t *testing.T) {
	dir := t.TempDir()
	file := writeFile(t, "f", nil)
	for src, text := range map[string]string{
		"oci:" + dir + "/none":     "no such file or directory",
		"oci:" + dir:               "it has no index.json",
		"oci:" + file:              "it is a file, no folder",
		"archive:" + dir:           "it is no regular file",
		"archive:" + dir + "/none": "no such file or directory",
	} {
		_, err := newOpener(t, image.Options{}).Open(t.Context(), image.Request{Source: source(t, src)})
		wantError(t, err, image.NotFound, text)
	}
}

func TestIsArchiveAndIsLayout(t *testing.T) {
	docker := must(imagetest.DockerArchive("a:1", onPlatform(t, "linux/amd64", "app")))(t)
	files := map[string]struct {
		content []byte
		want    bool
	}{
		"tar": {docker, true}, "gzip": {compress(t, docker, imagetest.Gzip), true}, "zstd": {compress(t, docker, imagetest.Zstd), true},
		"yaml": {[]byte("kind: Pod\n" + strings.Repeat("# more\n", 200)), false}, "empty": {nil, false},
		"gzip of text": {compress(t, []byte(strings.Repeat("x", 600)), imagetest.Gzip), true},
		"zeros":        {make([]byte, 1024), false}, "broken gzip": {[]byte{0x1f, 0x8b, 0, 0}, true},
		"xz": {[]byte("\xfd7zXZ\x00 …"), true}, "empty.tar": {nil, true}, "short.tgz": {[]byte{0x1f}, true},
	}
	for name, tt := range files {
		got, err := image.IsArchive(writeFile(t, name, tt.content))
		if got != tt.want || err != nil {
			t.Errorf("%s: %v, error %v", name, got, err)
		}
	}
	if _, err := image.IsArchive(filepath.Join(t.TempDir(), "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("missing file: %v", err)
	}
	if dir := imagetest.Layout(t, passwdSpec("app")); !image.IsLayout(dir) || image.IsLayout(filepath.Dir(dir)) {
		t.Error("a layout is told by its oci-layout")
	}
}

func TestHugeNumbersOfEntriesAreRefused(t *testing.T) {
	var buf bytes.Buffer
	w := tar.NewWriter(&buf)
	for i := range 100_001 {
		if err := w.WriteHeader(&tar.Header{Name: fmt.Sprint(i), Typeflag: tar.TypeDir}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	for _, c := range []imagetest.Compression{imagetest.Plain, imagetest.Zstd} {
		file := writeFile(t, "a", compress(t, buf.Bytes(), c))
		_, err := newOpener(t, image.Options{}).Open(t.Context(), image.Request{Source: source(t, "archive:"+file)})
		wantError(t, err, image.Malformed, "the archive has more than 100000 entries")
	}
}
