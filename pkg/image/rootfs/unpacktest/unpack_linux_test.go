package unpacktest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/containerd/containerd/v2/pkg/archive"
	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// rounds is how many random images are compared; it takes some ten seconds.
const rounds = 5000

func TestMergedIsWhatOverlayfsShows(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("needs root to mount")
	}
	base := t.TempDir()
	if err := syscall.Mount("tmpfs", base, "tmpfs", 0, ""); err != nil {
		t.Skipf("cannot mount here: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(base, syscall.MNT_DETACH) })
	refused := 0
	for seed := range uint64(rounds) {
		p := pick{rand.New(rand.NewPCG(seed, 0))}
		var streams [][]byte
		text := fmt.Sprintf("seed %d\n", seed)
		for i := range 1 + p.IntN(4) {
			stream, lines := p.layer(t)
			streams = append(streams, stream)
			text += fmt.Sprintf(" layer %d\n%s", i, lines)
		}
		if !compare(t, filepath.Join(base, fmt.Sprint(seed)), streams, text) {
			refused++
		}
	}
	t.Logf("%d images compared, %d of them refused by both", rounds, refused)
}

// compare tells whether the image unpacks.
func compare(t *testing.T, dir string, streams [][]byte, text string) bool {
	t.Helper()
	ctx := context.Background()
	unpackErr := unpack(t, dir, streams)
	var tocs []*rootfs.TOC
	for _, s := range streams {
		toc, err := rootfs.Scan(ctx, bytes.NewReader(s), rootfs.ScanOptions{})
		if err != nil {
			t.Fatal(err)
		}
		tocs = append(tocs, toc)
	}
	m := rootfs.FromTOCs(tocs)
	if _, err := m.Walk(ctx, func(rootfs.Entry) error { return nil }); err != nil {
		t.Fatal(err)
	}
	refusal := m.Refusal()
	if (unpackErr != nil) != (refusal != nil) {
		t.Fatalf("containerd says %v, rootfs says %v\n%s", unpackErr, refusal, text)
	}
	if unpackErr != nil {
		return false
	}
	want := mounted(t, dir, len(streams))
	got := map[string]string{}
	if _, err := m.Walk(ctx, func(e rootfs.Entry) error {
		got[e.Path] = line(e)
		a, err := m.Lookup(ctx, e.Path)
		if err != nil || a.Entry == nil || line(*a.Entry) != line(e) {
			t.Fatalf("lookup and walk differ at %s\n%s", e.Path, text)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("mount (-) and rootfs (+) differ:\n%s\n%s", diff, text)
	}
	return true
}

// unpack does what core/diff/apply does for the overlayfs snapshotter: the bottom layer is a bind mount, those above are
// unpacked into upper directories.
func unpack(t *testing.T, dir string, streams [][]byte) error {
	t.Helper()
	var parents []string
	for i, s := range streams {
		layer := filepath.Join(dir, fmt.Sprint(i))
		if err := os.MkdirAll(layer, 0o755); err != nil {
			t.Fatal(err)
		}
		var opts []archive.ApplyOpt
		if i > 0 {
			opts = append(opts, archive.WithConvertWhiteout(archive.OverlayConvertWhiteout), archive.WithParents(parents))
		}
		if _, err := archive.Apply(context.Background(), layer, bytes.NewReader(s), opts...); err != nil {
			return err
		}
		parents = slices.Insert(parents, 0, layer)
	}
	return nil
}

// mounted is every path of the merged mount.
func mounted(t *testing.T, dir string, layers int) map[string]string {
	t.Helper()
	var lower []string
	for i := range layers {
		lower = slices.Insert(lower, 0, filepath.Join(dir, fmt.Sprint(i)))
	}
	at := filepath.Join(dir, "m")
	for _, d := range []string{at, dir + "/u", dir + "/w"} {
		if err := os.MkdirAll(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	options := fmt.Sprintf("lowerdir=%s,upperdir=%s/u,workdir=%s/w", strings.Join(lower, ":"), dir, dir)
	if err := syscall.Mount("overlay", at, "overlay", 0, options); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = syscall.Unmount(at, 0) }()
	all := map[string]string{}
	if err := filepath.WalkDir(at, func(p string, _ fs.DirEntry, err error) error {
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		if l := stat(t, p); l != "" {
			all["/"+strings.TrimPrefix(strings.TrimPrefix(p, at), "/")] = l
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return all
}
