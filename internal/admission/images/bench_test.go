package images_test

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/mutate"

	"github.com/hullcheck/hullcheck/internal/admission"
	"github.com/hullcheck/hullcheck/internal/admission/images"
	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/image/imagetest"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// asked are the paths that identity asks for of a usual image.
var asked = []string{"/", "/app", "/bin", "/bin/sh", "/etc", "/etc/group", "/etc/passwd", "/tmp", "/home", "/var", "/run", "/app/server"}

func ask(b *testing.B, img *image.Image) {
	b.Helper()
	for _, path := range asked {
		if _, err := img.Files.Lookup(b.Context(), path); err != nil {
			b.Fatal(err)
		}
	}
	if _, err := img.Files.Read(b.Context(), "/etc/passwd", 1<<20); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkWarmPod reads the images of a Pod of three containers, and of each what identity asks for.
func BenchmarkWarmPod(b *testing.B) {
	reg := imagetest.NewRegistry(b)
	r := reader(b, images.Options{TagTTL: time.Hour})
	refs := []string{
		reg.Push(b, "acme/api:1", app(b, "one")), reg.Push(b, "acme/proxy:1", app(b, "two")), reg.Push(b, "acme/log:1", app(b, "three")),
	}
	pod := func() {
		of := r.For(admission.Puller{Namespace: "team-a"})
		for _, ref := range refs {
			got := of.Read(b.Context(), ref, amd64)
			if len(got.Images) != 1 {
				b.Fatal(got.Unread)
			}
			ask(b, got.Images[0])
		}
	}
	pod()
	b.ResetTimer()
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			pod()
		}
	})
}

// BenchmarkTenThousandImages reports what 10,000 images cost that were read, with what identity asks of their files. Each
// has a config of its own and eight layers, as images of usual bases have.
func BenchmarkTenThousandImages(b *testing.B) {
	const count = 10_000
	usual := base(b)
	host := imagetest.ServeEach(b, func(repository string) (v1.Image, error) {
		return mutate.Config(usual, v1.Config{
			User: "app", Entrypoint: []string{"/app/server", "--listen", ":8080"}, WorkingDir: "/app",
			Env: []string{"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8", "APP=" + repository},
		})
	}).Host
	for range b.N {
		r := reader(b, images.Options{TagTTL: time.Hour, Cache: rootfs.NewCache(b.TempDir(), 0)})
		before := heap()
		of := r.For(admission.Puller{Namespace: "team-a"})
		for i := range count {
			got := of.Read(b.Context(), fmt.Sprintf("%s/acme/api-%d:1", host, i), amd64)
			if len(got.Images) != 1 {
				b.Fatal(got.Unread)
			}
			ask(b, got.Images[0])
		}
		time.Sleep(time.Second) // views are let go of
		c := r.Counts()
		b.ReportMetric(float64(heap()-before)/count, "heap-B/image")
		b.ReportMetric(float64(c.KeptBytes)/count, "counted-B/image")
		b.ReportMetric(float64(c.Kept), "images")
		b.ReportMetric(resident(b), "resident-MiB")
		r.Close()
	}
}

// base has eight layers, of which the lowest is that of a small distribution.
func base(b *testing.B) v1.Image {
	b.Helper()
	lowest := []imagetest.Entry{
		{Path: "bin", Link: "usr/bin"},
		{Path: "usr/bin/sh", Content: "#!/bin/busybox\n", Mode: "0755"},
		{Path: "etc/passwd", Content: passwd("app")},
		{Path: "etc/group", Content: "root:x:0:\napp:x:1000:\n"},
	}
	for i := range 3000 {
		lowest = append(lowest, imagetest.Entry{Path: fmt.Sprintf("usr/share/doc/package-%d/copyright", i)})
	}
	layers := [][]imagetest.Entry{lowest}
	for i := range 6 {
		layers = append(layers, []imagetest.Entry{{Path: fmt.Sprintf("opt/part-%d", i), Content: "x"}})
	}
	layers = append(layers, []imagetest.Entry{{Path: "app/server", Content: "#!/bin/sh\n", Mode: "0755"}})
	return imagetest.Must(b, imagetest.Spec{Layers: layers})
}

func heap() int64 {
	debug.FreeOSMemory()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// resident is the resident set of the process, the registry of the benchmark with it.
func resident(b *testing.B) float64 {
	b.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		b.Skip("no /proc")
	}
	var kib float64
	_, rest, _ := strings.Cut(string(status), "VmRSS:")
	if _, err := fmt.Sscan(rest, &kib); err != nil {
		b.Fatal(err)
	}
	return kib / 1024
}
