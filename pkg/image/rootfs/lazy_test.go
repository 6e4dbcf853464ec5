package rootfs_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/tarball"
	"go.uber.org/goleak"

	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

func TestMain(m *testing.M) {
	if runAsOtherProcess() {
		return
	}
	goleak.VerifyTestMain(m)
}

// counted is a layer that knows how often it was opened.
type counted struct {
	rootfs.Layer
	opened *atomic.Int32
}

func count(tb testing.TB, text string) counted {
	tb.Helper()
	stored := packed(tb, lines(tb, text), "gzip")
	c := counted{opened: &atomic.Int32{}}
	c.Layer = rootfs.Layer{
		Digest: digest(stored), DiffID: digest(lines(tb, text)), Size: int64(len(stored)),
		Open: func(context.Context) (io.ReadCloser, error) {
			c.opened.Add(1)
			return io.NopCloser(bytes.NewReader(stored)), nil
		},
	}
	return c
}

// stack is three layers: a base, a directory without its parent's entry, and a top.
func stack(tb testing.TB) []counted {
	tb.Helper()
	return []counted{
		count(tb, "0755 etc/\netc/passwd base\nbin/\nbin/sh x"),
		count(tb, "opt/app x\nopt/.wh.old"),
		count(tb, "etc/group top\nopt/\nopt/top x\nvar/\nvar/.wh..wh..opq"),
	}
}

func open(all []counted, opts rootfs.Options) *rootfs.Merged {
	layers := make([]rootfs.Layer, len(all))
	for i, c := range all {
		layers[i] = c.Layer
	}
	return rootfs.Open(layers, opts)
}

func opened(all []counted) []int32 {
	n := make([]int32, len(all))
	for i, c := range all {
		n[i] = c.opened.Load()
	}
	return n
}

func TestOnlyTheLayersThatDecideAreRead(t *testing.T) {
	tests := map[string]struct {
		ask  string
		want string
		read []int32
	}{
		"root":                     {"/", "dir 0755 0:0 /", []int32{0, 0, 0}},
		"top":                      {"/etc/group", "file 0644 0:0 /etc/group", []int32{0, 0, 1}},
		"middle":                   {"/opt/app", "file 0644 0:0 /opt/app", []int32{0, 1, 1}},
		"whiteout":                 {"/opt/old/x", "absent", []int32{0, 1, 1}},
		"opaque":                   {"/var/lib", "absent", []int32{0, 0, 1}},
		"below a file":             {"/opt/top/x", "absent", []int32{0, 0, 1}},
		"base":                     {"/bin/sh", "file 0644 0:0 /bin/sh", []int32{1, 1, 1}},
		"implied directory's mode": {"/etc", "dir 0755 0:0 /etc", []int32{1, 1, 1}},
		"absent":                   {"/none", "absent", []int32{1, 1, 1}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			all := stack(t)
			m := open(all, rootfs.Options{})
			for range 2 {
				if got := lookup(t, m, tt.ask); got != tt.want {
					t.Errorf("got %s", got)
				}
			}
			if diff := cmp.Diff(tt.read, opened(all)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestConcurrentCallersShareOneRead(t *testing.T) {
	all := stack(t)
	cache := rootfs.NewMemoryCache()
	images := []*rootfs.Merged{
		open(all, rootfs.Options{Cache: cache}), open(all, rootfs.Options{Cache: cache}),
	}
	var wg sync.WaitGroup
	for i := range 40 {
		wg.Go(func() {
			if got := lookup(t, images[i%2], "/bin/sh"); got != "file 0644 0:0 /bin/sh" {
				t.Errorf("got %s", got)
			}
		})
	}
	wg.Wait()
	if diff := cmp.Diff([]int32{1, 1, 1}, opened(all)); diff != "" {
		t.Error(diff)
	}
}

func TestLayerReadLimit(t *testing.T) {
	for _, sizeKnown := range []bool{true, false} {
		all := stack(t)
		all[1] = count(t, "opt/app x\n"+noise(2000))
		if !sizeKnown {
			all[1].Size = 0
		}
		m := open(all, rootfs.Options{Limits: rootfs.Limits{Compressed: 1000}})
		unknown := "unknown: layer " + all[1].Digest.String() + " is larger than the layer read limit of 1000 bytes"
		want := map[string]string{
			"/etc/group": "file 0644 0:0 /etc/group", // decided above
			"/var/lib":   "absent",                   // hidden above
			"/opt/app":   unknown,
			"/bin/sh":    unknown,
			"/etc":       unknown, // a directory for sure, but its mode may be in there
		}
		got := map[string]string{}
		for path := range want {
			got[path] = lookup(t, m, path)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		if n := all[1].opened.Load(); sizeKnown && n != 0 || n > 1 {
			t.Errorf("size known %v: opened %d times", sizeKnown, n)
		}
		if why, err := m.Walk(context.Background(), nil); err != nil || "unknown: "+why != unknown {
			t.Errorf("walk: %q, %v", why, err)
		}
	}
}

func TestALayerOfAStreamThatWasNotRead(t *testing.T) {
	low := scan(t, lines(t, "etc/\netc/passwd x"), rootfs.ScanOptions{})
	top := scan(t, lines(t, "etc/group x"), rootfs.ScanOptions{})
	m := rootfs.FromTOCs([]*rootfs.TOC{low, {Unread: "too large"}, top})
	want := map[string]string{"/etc/group": "file 0644 0:0 /etc/group", "/etc/passwd": "unknown: too large"}
	for path, want := range want {
		if got := lookup(t, m, path); got != want {
			t.Errorf("%s: got %s", path, got)
		}
	}
}

// noise does not compress.
func noise(n int) string {
	var b strings.Builder
	for i, v := 0, uint64(1); i < n; i++ {
		v = v*6364136223846793005 + 1442695040888963407
		b.WriteByte('!' + byte(v>>33%90))
	}
	return "noise " + b.String()
}

func TestAFailureIsRememberedAndACancelledReadIsNot(t *testing.T) {
	good := count(t, "a x")
	opens, fault := 0, errors.New("no route to host")
	bad := good.Layer
	bad.Open = func(context.Context) (io.ReadCloser, error) { opens++; return nil, fault }
	m := rootfs.Open([]rootfs.Layer{bad}, rootfs.Options{})
	for range 3 {
		if _, err := m.Lookup(context.Background(), "/a"); !errors.Is(err, fault) {
			t.Fatalf("got %v", err)
		}
	}
	if opens != 1 {
		t.Errorf("opened %d times", opens)
	}
	m = open([]counted{good}, rootfs.Options{})
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := m.Lookup(cancelled, "/a"); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if got := lookup(t, m, "/a"); got != "file 0644 0:0 /a" {
		t.Errorf("got %s", got)
	}
}

// hanging is a stream that gives nothing until it is closed.
type hanging struct{ closed chan struct{} }

func (h hanging) Read([]byte) (int, error) { <-h.closed; return 0, io.ErrClosedPipe }
func (h hanging) Close() error             { close(h.closed); return nil }

func TestAHangingReadEndsWithTheContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	m := rootfs.Open([]rootfs.Layer{{Open: func(context.Context) (io.ReadCloser, error) {
		cancel()
		return hanging{make(chan struct{})}, nil
	}}}, rootfs.Options{})
	if _, err := m.Lookup(ctx, "/a"); err == nil {
		t.Error("no error")
	}
	if _, err := m.Lookup(ctx, "/a"); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestWrongDigestIsAnError(t *testing.T) {
	l := count(t, "a x")
	l.Digest = digest([]byte("other"))
	_, err := open([]counted{l}, rootfs.Options{}).Lookup(context.Background(), "/a")
	var wrong *rootfs.DigestError
	if !errors.As(err, &wrong) || !strings.HasPrefix(err.Error(), "read layer "+l.Digest.String()+": layer digest mismatch") {
		t.Errorf("got %v", err)
	}
}

func TestNewTakesLayersOfGoContainerregistry(t *testing.T) {
	plain := lines(t, "a x")
	l, err := tarball.LayerFromOpener(func() (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(plain)), nil
	})
	if err != nil {
		t.Fatal(err)
	}
	m := rootfs.New([]v1.Layer{l}, rootfs.Options{})
	if got := lookup(t, m, "/a"); got != "file 0644 0:0 /a" {
		t.Errorf("got %s", got)
	}
}

func TestProgressNamesLayerAndTotal(t *testing.T) {
	l := count(t, "a x")
	var last, total int64
	m := open([]counted{l}, rootfs.Options{Progress: func(name v1.Hash, read, of int64) {
		if name != l.Digest {
			t.Errorf("progress of %s", name)
		}
		last, total = read, of
	}})
	lookup(t, m, "/a")
	if last != l.Size || total != l.Size {
		t.Errorf("%d of %d, want %d", last, total, l.Size)
	}
}
