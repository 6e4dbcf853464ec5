package cli_test

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/hullcheck/hullcheck/internal/cli"
)

// hanging is a registry that takes every request and answers none; asked is closed with the first one.
func hanging(t *testing.T) (host string, asked chan struct{}) {
	t.Helper()
	asked = make(chan struct{}, 100)
	done := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		asked <- struct{}{}
		select {
		case <-done:
		case <-r.Context().Done():
		}
	}))
	t.Cleanup(server.Close)
	t.Cleanup(func() { close(done) })
	return strings.TrimPrefix(server.URL, "http://"), asked
}

// An interrupt stops a run that waits for a registry, at once and in words.
func TestInterrupt(t *testing.T) {
	isolate(t)
	host, asked := hanging(t)
	ctx, cancel := context.WithCancel(t.Context())
	var stdout, stderr bytes.Buffer
	code := make(chan int, 1)
	go func() {
		code <- cli.Main(ctx, []string{"check", host + "/acme/api:1"}, strings.NewReader(""), &stdout, &stderr)
	}()
	<-asked
	cancel()
	select {
	case c := <-code:
		if c != cli.Failed || !strings.Contains(stderr.String(), "hullcheck: error: interrupted\n") || stdout.Len() > 0 {
			t.Errorf("exit code %d\n%s%s", c, &stdout, &stderr)
		}
	case <-time.After(30 * time.Second):
		t.Fatal("the run goes on")
	}
}

// A registry that stays silent makes its image unreadable, and the run goes on.
func TestSilentRegistry(t *testing.T) {
	isolate(t)
	host, _ := hanging(t)
	pod := "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers: [{name: c, image: " + host + "/acme/api:1}]\n"
	for mode, want := range map[string]int{"auto": cli.Clean, "require": cli.Failed} {
		var stdout, stderr bytes.Buffer
		args := []string{"check", "-", "--timeout", "200ms", "--images", mode, "--fail-on", "high"}
		code := cli.Main(t.Context(), args, strings.NewReader(pod), &stdout, &stderr)
		if code != want || !strings.Contains(stdout.String(), "runtime/image-unresolved") {
			t.Errorf("%s: exit code %d\n%s%s", mode, code, &stdout, &stderr)
		}
	}
}
