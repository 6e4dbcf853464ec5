package check

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/pkg/image"
)

// sourceTree is one of everything that a SOURCE may be.
func sourceTree(t *testing.T) {
	t.Helper()
	t.Chdir(t.TempDir())
	for name, content := range map[string]string{
		"deploy.yaml":                  "kind: Deployment\n",
		"Dockerfile":                   "FROM scratch\n",
		"Dockerfile.dev":               "FROM scratch\n",
		"Containerfile":                "FROM scratch\n",
		"api.Dockerfile":               "FROM scratch\n",
		"overlay/kustomization.yaml":   "resources: []\n",
		"old/Kustomization":            "resources: []\n",
		"chart/Chart.yaml":             "name: chart\n",
		"layout/oci-layout":            `{"imageLayoutVersion":"1.0.0"}`,
		"k8s.d/deploy.yaml":            "kind: Deployment\n",
		"both/kustomization.yaml":      "resources: []\n",
		"both/oci-layout":              "{}",
		"image.tar":                    string(tarOf(t)),
		"image.bin":                    string(gzipped(t, tarOf(t))),
		"compressed.yaml.gz":           string(gzipped(t, []byte("kind: Deployment\n"))),
		"notlayout/oci-layout/x":       "",
		"dir/Dockerfile/deploy.yaml":   "",
		"oci:weird":                    "",
		"registry.example.com/app/x.y": "",
	} {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func tarOf(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	if err := w.WriteHeader(&tar.Header{Name: "manifest.json", Mode: 0o644}); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func gzipped(t *testing.T, content []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestClassify(t *testing.T) {
	sourceTree(t)
	digest := "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
	ref := func(ref string) Source {
		return Source{Kind: ImageKind, Image: image.Source{Kind: image.Registry, Ref: ref}}
	}
	at := func(kind SourceKind, path string) Source { return Source{Kind: kind, Path: path} }
	for text, want := range map[string]Source{
		"-":              {Kind: Stdin},
		"deploy.yaml":    at(Manifests, "deploy.yaml"),
		"./deploy.yaml":  at(Manifests, "./deploy.yaml"),
		"k8s.d":          at(Directory, "k8s.d"),
		".":              at(Directory, "."),
		"overlay":        at(Kustomize, "overlay"),
		"old":            at(Kustomize, "old"),
		"chart/":         at(Helm, "chart/"),
		"both":           at(Kustomize, "both"),
		"notlayout":      at(Directory, "notlayout"),
		"dir/Dockerfile": at(Directory, "dir/Dockerfile"),
		"Dockerfile":     at(Dockerfile, "Dockerfile"),
		"Dockerfile.dev": at(Dockerfile, "Dockerfile.dev"),
		"Containerfile":  at(Dockerfile, "Containerfile"),
		"api.Dockerfile": at(Dockerfile, "api.Dockerfile"),
		"compressed.yaml.gz": {
			Kind: ImageKind, Path: "compressed.yaml.gz", Image: image.Source{Kind: image.Archive, Path: "compressed.yaml.gz"},
		},
		"layout":                    {Kind: ImageKind, Path: "layout", Image: image.Source{Kind: image.Layout, Path: "layout"}},
		"image.tar":                 {Kind: ImageKind, Path: "image.tar", Image: image.Source{Kind: image.Archive, Path: "image.tar"}},
		"image.bin":                 {Kind: ImageKind, Path: "image.bin", Image: image.Source{Kind: image.Archive, Path: "image.bin"}},
		"kustomize:overlay":         at(Kustomize, "overlay"),
		"helm:chart":                at(Helm, "chart"),
		"dockerfile:deploy.yaml":    at(Dockerfile, "deploy.yaml"),
		"oci:layout":                {Kind: ImageKind, Image: image.Source{Kind: image.Layout, Path: "layout"}},
		"oci:layout:1.2":            {Kind: ImageKind, Image: image.Source{Kind: image.Layout, Path: "layout", Tag: "1.2"}},
		"oci:layout@" + digest:      {Kind: ImageKind, Image: image.Source{Kind: image.Layout, Path: "layout", Digest: digest}},
		"archive:nowhere.tar":       {Kind: ImageKind, Image: image.Source{Kind: image.Archive, Path: "nowhere.tar"}},
		"daemon:nginx":              {Kind: ImageKind, Image: image.Source{Kind: image.Daemon, Ref: "nginx"}},
		"registry:nginx":            ref("nginx"),
		"ghcr.io/acme/api:1.2":      ref("ghcr.io/acme/api:1.2"),
		"ghcr.io/acme/api":          ref("ghcr.io/acme/api"),
		"nginx:1.27":                ref("nginx:1.27"),
		"localhost:5000/api":        ref("localhost:5000/api"),
		"acme/api@" + digest:        ref("acme/api@" + digest),
		"registry.example.com/acme": {},
		"nginx":                     {},
		"acme/api":                  {},
		"missing.yaml":              {},
		"k8s.d/missing":             {},
		"./ghcr.io/acme/api:1.2":    {},
		"/ghcr.io/acme/api:1.2":     {},
		"deploy.yaml/x":             {},
		"dockerfile:nowhere":        {},
		"dockerfile:overlay":        {},
		"kustomize:deploy.yaml":     {},
		"registry:5000/api":         {},
		"oci:":                      {},
		"":                          {},
	} {
		got, err := Classify(text)
		if want.Kind != "" {
			want.Text = text
		}
		if diff := cmp.Diff(want, got); diff != "" || (err == nil) != (want.Kind != "") {
			t.Errorf("%q: error %v, source (-want +got):\n%s", text, err, diff)
		}
	}
}

func TestClassifyErrors(t *testing.T) {
	sourceTree(t)
	for text, want := range map[string][2]string{
		"":                   {"an empty SOURCE names nothing", "name a file, a folder, - or an image"},
		"ghcr.io/Acme/api:1": {"no such file", "an image is written HOST/NAME:TAG, with a NAME in lower case, or HOST/NAME@sha256:DIGEST"},
		"ghcr.io/acme@sha256:1": {
			"no such file", "an image is written HOST/NAME:TAG, with a NAME in lower case, or HOST/NAME@sha256:DIGEST",
		},
		"nginx":              {"no such file", "for an image write docker.io/library/nginx"},
		"acme/api":           {"no such file", "for an image write docker.io/acme/api"},
		"missing.yaml":       {"no such file", ""},
		"./api":              {"no such file", ""},
		"deploy.yaml/x":      {"no such file", ""},
		"dockerfile:nowhere": {"open dockerfile: nowhere: no such file or directory", ""},
		"dockerfile:overlay": {"open dockerfile: overlay is not a file", ""},
		"helm:deploy.yaml":   {"open helm: deploy.yaml is not a folder", "unpack a packaged chart: tar -xzf deploy.yaml"},
	} {
		_, err := Classify(text)
		var se *SourceError
		if !errors.As(err, &se) {
			t.Errorf("%q: %v", text, err)
			continue
		}
		if diff := cmp.Diff(want, [2]string{se.Message, se.Hint}); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

// A pipe is read as manifests without a look at its first bytes: what is taken from it is gone.
func TestClassifyPipe(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Skip(err)
	}
	src, err := Classify(path)
	if err != nil || src.Kind != Manifests {
		t.Errorf("%+v, %v", src, err)
	}
}
