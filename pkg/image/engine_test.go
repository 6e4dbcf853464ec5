package image_test

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
)

// engine is a running docker engine on a socket of its own, with nothing in it.
type engine struct {
	address string
	client  http.Client
}

func startEngine(t *testing.T) engine {
	t.Helper()
	binary, err := exec.LookPath("dockerd")
	if err != nil || os.Getuid() != 0 {
		t.Skip("no docker engine: apt-get install docker.io, and be root")
	}
	// The path of a socket has to be short.
	dir := must(os.MkdirTemp("", "engine"))(t)
	t.Cleanup(func() { os.RemoveAll(dir) })
	socket := filepath.Join(dir, "docker.sock")
	config := filepath.Join(dir, "daemon.json")
	write(t, config, []byte("{}"))
	var output bytes.Buffer
	cmd := exec.Command(binary, "--config-file", config, "--host", "unix://"+socket, "--data-root", filepath.Join(dir, "data"),
		"--exec-root", filepath.Join(dir, "exec"), "--pidfile", filepath.Join(dir, "pid"), "--storage-driver", "vfs",
		"--bridge", "none", "--iptables=false", "--ip6tables=false")
	cmd.Stdout, cmd.Stderr = &output, &output
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait()
		if t.Failed() {
			t.Logf("dockerd: %s", output.String())
		}
	})
	e := engine{address: "unix://" + socket, client: http.Client{Transport: &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, "unix", socket)
		},
	}}}
	t.Cleanup(e.client.CloseIdleConnections)
	for range 300 {
		resp, err := e.client.Get("http://docker/_ping")
		if err == nil {
			resp.Body.Close()
			return e
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatalf("dockerd does not answer: %s", output.String())
	return e
}

func (e engine) load(t *testing.T, archive []byte) {
	t.Helper()
	resp, err := e.client.Post("http://docker/images/load", "application/x-tar", bytes.NewReader(archive))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	said := must(io.ReadAll(resp.Body))(t)
	if resp.StatusCode != http.StatusOK || bytes.Contains(said, []byte(`"error"`)) {
		t.Fatalf("docker load answers %d: %s", resp.StatusCode, said)
	}
}

// TestEngine reads an image that a real docker engine holds, by its name and by its ID.
func TestEngine(t *testing.T) {
	e := startEngine(t)
	img := onPlatform(t, "linux/amd64", "app")
	e.load(t, must(imagetest.DockerArchive("acme/api:1", img))(t))
	id := must(img.ConfigName())(t).Hex[:12]
	for _, ref := range []string{"acme/api:1", id} {
		o := newOpener(t, image.Options{DaemonHost: e.address})
		images, err := o.Open(t.Context(), image.Request{Source: source(t, "daemon:"+ref)})
		if err != nil {
			t.Fatal(err)
		}
		want := []seen{{Name: ref, Source: "daemon:" + ref, Platform: "linux/amd64", User: "app", Passwd: passwdOf("app")}}
		if diff := cmp.Diff(want, look(t, images)); diff != "" {
			t.Error(diff)
		}
	}
	o := newOpener(t, image.Options{DaemonHost: e.address})
	_, err := o.Open(t.Context(), image.Request{Source: source(t, "daemon:none")})
	wantError(t, err, image.NotFound, "the docker daemon answers 404: ")
}
