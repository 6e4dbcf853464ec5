package cli_test

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hullcheck/hullcheck/internal/cli"
	"github.com/hullcheck/hullcheck/internal/ruleexamples"
	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
)

const (
	bulk = 300_000_000
	// fewBytes is what an image may cost whose passwd stands in a small top layer.
	fewBytes = 16 << 10
	// manifests is more than an image manifest and a config take, and less than any layer of the test.
	manifests = 4 << 10
)

var (
	etc     = imagetest.Entry{Path: "etc", Dir: true}
	passwd  = imagetest.Entry{Path: "etc/passwd", Content: "api:x:1000:1000::/:/bin/sh\n"}
	group   = imagetest.Entry{Path: "etc/group", Content: "api:x:1000:\n"}
	bin     = imagetest.Entry{Path: "bin", Dir: true}
	program = imagetest.Entry{Path: "bin/api", Mode: "0755", From: "program"}
)

func entries(e ...imagetest.Entry) []imagetest.Entry { return e }

// serve is a registry with an image of 300 MB: a large base and a small top layer, of these entries.
func serve(tb testing.TB, base, top []imagetest.Entry) *imagetest.Server {
	tb.Helper()
	bottom, err := imagetest.Bulk(bulk, base)
	if err != nil {
		tb.Fatal(err)
	}
	upper, err := imagetest.Layer(top, ruleexamples.Contents(), imagetest.Gzip)
	if err != nil {
		tb.Fatal(err)
	}
	img, err := imagetest.Spec{User: "1000", Cmd: []string{"/bin/api"}}.ImageOf(bottom, upper)
	if err != nil {
		tb.Fatal(err)
	}
	return imagetest.Serve(tb, img)
}

// transferred is what one run fetches of the image, its connection's headers included.
func transferred(tb testing.TB, s *imagetest.Server, stdin string, args ...string) int64 {
	tb.Helper()
	before := s.Transferred()
	var stdout, stderr bytes.Buffer
	code := cli.Main(tb.Context(), append([]string{"check"}, args...), strings.NewReader(stdin), &stdout, &stderr)
	if code != cli.Clean {
		tb.Fatalf("exit code %d\n%s%s", code, &stdout, &stderr)
	}
	return s.Transferred() - before
}

func sourceOf(s *imagetest.Server) string { return "registry:" + s.Host + "/acme/api:1" }

// podOf is a workload that runs the image and is judged clean.
func podOf(s *imagetest.Server) string {
	return fmt.Sprintf(`apiVersion: v1
kind: Pod
metadata: {name: api}
spec:
  securityContext: {runAsNonRoot: true, runAsUser: 1000, seccompProfile: {type: RuntimeDefault}}
  containers:
    - name: api
      image: %s/acme/api:1
      securityContext:
        allowPrivilegeEscalation: false
        readOnlyRootFilesystem: true
        capabilities: {drop: [ALL]}
      resources: {requests: {cpu: 1m, memory: 1Mi}, limits: {memory: 1Mi}}
`, s.Host)
}

// isolate gives the program a cache of its own.
func isolate(tb testing.TB) {
	tb.Helper()
	tb.Setenv("HOME", tb.TempDir())
	tb.Setenv("XDG_CACHE_HOME", filepath.Join(tb.TempDir(), "cache"))
}

func TestUsersInTheTopLayer(t *testing.T) {
	isolate(t)
	s := serve(t, entries(bin), entries(etc, passwd))
	if n := transferred(t, s, "", sourceOf(s)); n >= fewBytes {
		t.Errorf("%d bytes were transferred", n)
	}
}

func TestSecondRunTransfersNoLayer(t *testing.T) {
	isolate(t)
	s := serve(t, entries(etc, passwd, group), entries(bin, program))
	if n := transferred(t, s, "", sourceOf(s)); n < bulk {
		t.Errorf("the first run transferred %d bytes only", n)
	}
	if n := transferred(t, s, "", sourceOf(s)); n >= manifests {
		t.Errorf("the second run transferred %d bytes", n)
	}
	if n := transferred(t, s, podOf(s), "-"); n >= manifests {
		t.Errorf("the workload's run transferred %d bytes", n)
	}
}

// Whether a workload starts rests on files of all layers: its program, its loader, its mount points. Where no chosen rule
// asks for that, a workload's image costs no more than one that is judged by itself.
func TestWorkloadWhoseStartNobodyAsksFor(t *testing.T) {
	isolate(t)
	s := serve(t, entries(bin), entries(etc, passwd, group))
	args := []string{"-", "--rule", "-*", "--rule", "+runtime/kubelet-refuses", "--rule", "+runtime/user-not-in-image"}
	if n := transferred(t, s, podOf(s), args...); n >= fewBytes {
		t.Errorf("%d bytes were transferred", n)
	}
}

// BenchmarkTransfer tells what runs with default flags fetch of an image of 300 MB.
func BenchmarkTransfer(b *testing.B) {
	for _, bench := range []struct {
		name      string
		base, top []imagetest.Entry
		workload  bool
		again     bool
	}{
		{name: "image-users-in-top-layer", base: entries(bin), top: entries(etc, passwd)},
		{name: "image-users-in-base-first-run", base: entries(etc, passwd), top: entries(bin)},
		{name: "image-users-in-base-second-run", base: entries(etc, passwd), top: entries(bin), again: true},
		{
			name: "workload-second-run", workload: true, again: true,
			base: entries(etc, passwd, group), top: entries(bin, program),
		},
	} {
		b.Run(bench.name, func(b *testing.B) {
			s := serve(b, bench.base, bench.top)
			args, stdin := []string{sourceOf(s)}, ""
			if bench.workload {
				args, stdin = []string{"-"}, podOf(s)
			}
			var total int64
			for range b.N {
				isolate(b)
				if bench.again {
					transferred(b, s, stdin, args...)
				}
				total += transferred(b, s, stdin, args...)
			}
			b.ReportMetric(float64(total)/float64(b.N), "bytes-transferred/run")
		})
	}
}
