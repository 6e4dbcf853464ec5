package imagetest_test

import (
	"archive/tar"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"testing"

	"github.com/google/go-cmp/cmp"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/layout"
	"github.com/google/go-containerregistry/pkg/v1/tarball"
	"github.com/google/go-containerregistry/pkg/v1/validate"

	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
)

// recorded is an image in the form of a recorded case: every kind of entry, with the paths not cleaned.
const recorded = `{
	"user": "1000:1000", "env": ["A=1", "A=2"], "entrypoint": ["/app/s"], "cmd": [""], "workdir": "/w",
	"volumes": ["/data", "rel"], "exposed": ["80/tcp"],
	"layers": [
		[{"path": "./", "dir": true, "mode": "0700"},
		 {"path": "app/s", "from": "busybox", "mode": "4755", "uid": 7, "gid": 8,
		  "xattr": {"security.capability": "01000002ff040000000000000000000000000000"}}],
		[{"path": "etc/passwd", "content": "root:x:0:0::/:\n"},
		 {"path": "etc/passwd", "size": 3},
		 {"path": "l", "link": "../x"}, {"path": "h", "hardlink": "etc/passwd", "mode": "0600"},
		 {"path": "etc/.wh.group", "content": ""}, {"path": "p", "fifo": true}, {"path": "n", "device": true}]
	]}`

func build(t *testing.T, c imagetest.Compression) v1.Image {
	t.Helper()
	s := imagetest.Spec{Compression: c}
	if err := json.Unmarshal([]byte(recorded), &s); err != nil {
		t.Fatal(err)
	}
	img, err := s.Image(imagetest.Contents{"busybox": []byte("\x7fELF")})
	if err != nil {
		t.Fatal(err)
	}
	return img
}

func TestEntriesAreWrittenAsTheyStand(t *testing.T) {
	want := [][]string{
		{"./ dir 700 0:0 -> ", "app/s file 4755 7:8 -> \x7fELF cap 01000002ff040000000000000000000000000000"},
		{
			"etc/passwd file 644 0:0 -> root:x:0:0::/:\n", "etc/passwd file 644 0:0 -> \x00\x00\x00",
			"l symlink 777 0:0 -> ../x", "h hardlink 600 0:0 -> etc/passwd", "etc/.wh.group file 644 0:0 -> ",
			"p fifo 644 0:0 -> ", "n device 644 0:0 -> ",
		},
	}
	for _, c := range []imagetest.Compression{imagetest.Plain, imagetest.Gzip, imagetest.Zstd} {
		t.Run(string(c), func(t *testing.T) {
			img := build(t, c)
			if diff := cmp.Diff(want, listing(t, img)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestConfigIsWrittenAsItStands(t *testing.T) {
	file, err := build(t, "").ConfigFile()
	if err != nil {
		t.Fatal(err)
	}
	want := v1.Config{
		User: "1000:1000", Env: []string{"A=1", "A=2"}, Entrypoint: []string{"/app/s"}, Cmd: []string{""}, WorkingDir: "/w",
		Volumes: map[string]struct{}{"/data": {}, "rel": {}}, ExposedPorts: map[string]struct{}{"80/tcp": {}},
	}
	if diff := cmp.Diff(want, file.Config); diff != "" {
		t.Error(diff)
	}
	if file.OS != "linux" || file.Architecture != "amd64" {
		t.Errorf("platform is %s/%s", file.OS, file.Architecture)
	}
}

func TestSameDescriptionSameDigest(t *testing.T) {
	a, errA := build(t, "").Digest()
	b, errB := build(t, "").Digest()
	if err := errors.Join(errA, errB); err != nil || a != b {
		t.Errorf("digests %s and %s, error %v", a, b, err)
	}
}

func TestLayersHaveTheirDigests(t *testing.T) {
	for _, c := range []imagetest.Compression{imagetest.Plain, imagetest.Gzip, imagetest.Zstd} {
		layers, err := build(t, c).Layers()
		if err != nil {
			t.Fatal(err)
		}
		for i, l := range layers {
			rc, err := l.Compressed()
			if err != nil {
				t.Fatal(err)
			}
			got, _, err := v1.SHA256(rc)
			want, errDigest := l.Digest()
			if err := errors.Join(err, errDigest, rc.Close()); err != nil || got != want {
				t.Errorf("%s layer %d: bytes have %s, it says %s, error %v", c, i, got, want, err)
			}
		}
	}
}

func TestFaultsAreErrors(t *testing.T) {
	for name, e := range map[string]imagetest.Entry{
		"mode":    {Path: "a", Mode: "9"},
		"content": {Path: "a", From: "nowhere"},
		"xattr":   {Path: "a", Xattr: map[string]string{"user.x": "no hex"}},
	} {
		if _, err := imagetest.Tar([]imagetest.Entry{e}, nil); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestLayoutHoldsImagesIndexesAndArtifacts(t *testing.T) {
	img := imagetest.Must(t, imagetest.Spec{User: "7", Platform: "linux/arm64/v8"})
	idx, err := imagetest.Index(img)
	if err != nil {
		t.Fatal(err)
	}
	for _, form := range []imagetest.Attestation{imagetest.ImageAttestation, imagetest.ArtifactAttestation} {
		if idx, err = imagetest.Attest(idx, img, form); err != nil {
			t.Fatal(err)
		}
	}
	dir := t.TempDir()
	if err := imagetest.WriteLayout(dir, imagetest.Tagged{Tag: "all", Index: idx}, imagetest.Tagged{Image: img}); err != nil {
		t.Fatal(err)
	}
	read, err := layout.ImageIndexFromPath(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := validate.Index(read, validate.Fast); err != nil {
		t.Error(err)
	}
}

func TestArchives(t *testing.T) {
	img := build(t, "")
	docker, err := imagetest.DockerArchive("acme/api:1", img)
	if err != nil {
		t.Fatal(err)
	}
	open := func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(docker)), nil }
	read, err := tarball.Image(open, nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(listing(t, img), listing(t, read)); diff != "" {
		t.Error(diff)
	}
	oci, err := imagetest.OCIArchive(imagetest.Tagged{Image: img})
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for r := tar.NewReader(bytes.NewReader(oci)); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		names[h.Name] = true
	}
	if !names["oci-layout"] || !names["index.json"] || len(names) != 6 {
		t.Errorf("archive holds %v", names)
	}
}
