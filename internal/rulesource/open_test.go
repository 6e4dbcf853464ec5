package rulesource_test

import (
	"io"
	"io/fs"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/registry"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/static"
	"github.com/google/go-containerregistry/pkg/v1/types"

	"github.com/hullcheck/hullcheck/internal/rulesource"
	"github.com/hullcheck/hullcheck/pkg/image"
)

// pushed is a registry with one artifact, as conftest pushes it.
type pushed struct {
	host, digest string
	tamper       bool
}

func push(t *testing.T, files map[string]string) *pushed {
	t.Helper()
	t.Helper()
	p := &pushed{}
	inner := registry.New(registry.Logger(log.New(io.Discard, "", 0)))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if p.tamper && r.Method == http.MethodGet && strings.Contains(r.URL.Path, "/blobs/") {
			_, _ = w.Write([]byte("y"))
			return
		}
		inner.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	p.host = strings.TrimPrefix(server.URL, "http://")
	img := artifact(t, files)
	write(t, p.host+"/acme/rules:1", img)
	digest, err := img.Digest()
	if err != nil {
		t.Fatal(err)
	}
	p.digest = digest.String()
	return p
}

func artifact(t *testing.T, files map[string]string) v1.Image {
	t.Helper()
	img := mutate.ConfigMediaType(empty.Image, "application/vnd.cncf.openpolicyagent.config.v1+json")
	for title, text := range files {
		var err error
		img, err = mutate.Append(img, mutate.Addendum{
			Layer:       static.NewLayer([]byte(text), "application/vnd.cncf.openpolicyagent.policy.layer.v1+rego"),
			Annotations: map[string]string{"org.opencontainers.image.title": title},
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return mutate.MediaType(img, types.OCIManifestSchema1)
}

func write(t *testing.T, ref string, img v1.Image) {
	t.Helper()
	parsed, err := name.ParseReference(ref)
	if err != nil {
		t.Fatal(err)
	}
	if err := remote.Write(parsed, img); err != nil {
		t.Fatal(err)
	}
}

func open(t *testing.T, names ...string) (*rulesource.Opened, error) {
	t.Helper()
	o, err := image.NewOpener(image.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(o.Close)
	return rulesource.Open(t.Context(), names, o)
}

func TestOpen(t *testing.T) {
	p := push(t, map[string]string{"acme/x/x.rego": "x", "acme/x/README.md": "r"})
	dir := t.TempDir()
	pinned, tagged := "oci://"+p.host+"/acme/rules@"+p.digest, "oci://"+p.host+"/acme/rules:1"
	got, err := open(t, dir, pinned, tagged)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, s := range got.Sources {
		names = append(names, s.Name)
	}
	if diff := cmp.Diff([]string{dir, pinned, tagged}, names); diff != "" {
		t.Errorf("sources (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([][2]string{{tagged, tagged + "@" + p.digest}}, got.Movable); diff != "" {
		t.Errorf("movable (-want +got):\n%s", diff)
	}
	text, err := fs.ReadFile(got.Sources[1].FS, "acme/x/x.rego")
	if err != nil || string(text) != "x" {
		t.Errorf("%q, %v", text, err)
	}
	if again, err := open(t, got.Movable[0][1]); err != nil || len(again.Movable) > 0 {
		t.Errorf("the name with tag and digest: %+v, %v", again, err)
	}
}

func TestOpenRefuses(t *testing.T) {
	p := push(t, map[string]string{"acme/x/x.rego": "x"})
	index := mutate.AppendManifests(empty.Index, mutate.IndexAddendum{Add: artifact(t, map[string]string{"x.rego": "x"})})
	parsed, err := name.ParseReference(p.host + "/acme/index:1")
	if err != nil {
		t.Fatal(err)
	}
	if err := remote.WriteIndex(parsed, index); err != nil {
		t.Fatal(err)
	}
	write(t, p.host+"/acme/large:1", artifact(t, map[string]string{"x.rego": strings.Repeat("x", 5<<20), "y.rego": strings.Repeat("y", 5<<20)}))
	file := filepath.Join(t.TempDir(), "x.rego")
	if err := os.WriteFile(file, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	other := "sha256:" + strings.Repeat("0", 64)
	for ref, want := range map[string]string{
		"oci://" + p.host + "/acme/rules:2":        "not found",
		"oci://" + p.host + "/acme/rules@" + other: "not found",
		"oci://" + p.host + "/acme/index:1":        "is an index where one artifact was to be",
		"oci://" + p.host + "/acme/large:1":        "is larger than the limit of 8388608 bytes",
		"oci://" + p.host + "/ACME":                "read policy oci://",
		file:                                       "is not a folder",
		filepath.Join(t.TempDir(), "none"):         "no such file or directory",
	} {
		if _, err := open(t, ref); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v; want %q", ref, err, want)
		}
	}
	p.tamper = true
	if _, err := open(t, "oci://"+p.host+"/acme/rules@"+p.digest); image.ClassOf(err) != image.DigestMismatch {
		t.Errorf("a changed layer: %v", err)
	}
}
