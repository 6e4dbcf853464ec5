package image_test

import (
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
)

// fakeDaemon answers GET /images/NAME/get on a unix socket as docker's engine does, with the given archives.
func fakeDaemon(t *testing.T, saved map[string][]byte) (address string, asked *[]string) {
	t.Helper()
	socket := filepath.Join(t.TempDir(), "docker.sock")
	listener := must(net.Listen("unix", socket))(t)
	asked = new([]string)
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimSuffix(strings.TrimPrefix(r.URL.Path, "/images/"), "/get")
		*asked = append(*asked, r.Method+" "+name)
		b, ok := saved[name]
		if !ok {
			w.WriteHeader(http.StatusNotFound)
			json.NewEncoder(w).Encode(map[string]string{"message": "No such image: " + name})
			return
		}
		w.Header().Set("Content-Type", "application/x-tar")
		w.Write(b)
	}))
	server.Listener = listener
	server.Start()
	t.Cleanup(server.Close)
	return "unix://" + socket, asked
}

func TestDaemon(t *testing.T) {
	img := onPlatform(t, "linux/arm64", "app")
	old := oldSave(t, img)
	current := must(imagetest.OCIArchive(imagetest.Tagged{Tag: "1", Image: img}))(t)
	id := must(img.ConfigName())(t).Hex[:12]
	address, asked := fakeDaemon(t, map[string][]byte{
		"docker.io/acme/api:latest": old, "docker.io/acme/api:1": current, id: old, "docker.io/acme/half:latest": half(old),
		"ghcr.io/a/b@" + digestOf(t, img): current,
	})
	tests := []struct{ ref, digest string }{
		{"acme/api", ""},
		{"acme/api:1", digestOf(t, img)},
		{id, ""},
		{"ghcr.io/a/b:1@" + digestOf(t, img), digestOf(t, img)},
	}
	for _, tt := range tests {
		o := newOpener(t, image.Options{DaemonHost: address})
		images, err := o.Open(t.Context(), image.Request{Source: source(t, "daemon:"+tt.ref)})
		if err != nil {
			t.Fatal(err)
		}
		want := []seen{{
			Name: tt.ref, Source: "daemon:" + tt.ref, Digest: tt.digest, Platform: "linux/arm64", User: "app", Passwd: passwdOf("app"),
		}}
		if diff := cmp.Diff(want, look(t, images)); diff != "" {
			t.Error(diff)
		}
	}
	if len(*asked) != len(tests) {
		t.Errorf("each image is sent once, but the daemon was asked %v", *asked)
	}
	o := newOpener(t, image.Options{DaemonHost: address})
	_, err := o.Open(t.Context(), image.Request{Source: source(t, "daemon:none")})
	wantError(t, err, image.NotFound, "the docker daemon answers 404: No such image: docker.io/library/none:latest")
	if hint := image.HintOf(err); hint != "docker pull it first" {
		t.Errorf("hint is %q", hint)
	}
	_, err = o.Open(t.Context(), image.Request{Source: source(t, "daemon:acme/half")})
	wantError(t, err, image.Malformed, "read archive: unexpected EOF")
}

func TestDaemonByEnvironment(t *testing.T) {
	img := onPlatform(t, "linux/amd64", "app")
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Write(oldSave(t, img)) }))
	t.Cleanup(server.Close)
	t.Setenv("DOCKER_HOST", strings.Replace(server.URL, "http://", "tcp://", 1))
	images, err := newOpener(t, image.Options{}).Open(t.Context(), image.Request{Source: source(t, "daemon:a")})
	if err != nil || len(images) != 1 {
		t.Errorf("got %v, error %v", images, err)
	}
}

func TestDaemonsThatCannotBeReached(t *testing.T) {
	hang := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, "ustar")
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	}))
	t.Cleanup(hang.Close)
	broken := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "no\nspace \x1b[31mleft", http.StatusInternalServerError)
	}))
	t.Cleanup(broken.Close)
	for host, text := range map[string]string{
		"unix:///nowhere/docker.sock": "docker daemon at unix:///nowhere/docker.sock",
		"ssh://root@host":             "docker daemons are not reached by ssh://",
		"unix://%zz":                  "bad address of the docker daemon",
		hang.URL:                      "nothing came for 100ms",
		broken.URL:                    "the docker daemon answers 500: no space  [31mleft",
	} {
		o := newOpener(t, image.Options{DaemonHost: host, Timeout: 100 * time.Millisecond})
		_, err := o.Open(t.Context(), image.Request{Source: source(t, "daemon:a")})
		wantError(t, err, image.Unreachable, text)
		if image.HintOf(err) == "" {
			t.Errorf("%s: no hint", host)
		}
	}
}
