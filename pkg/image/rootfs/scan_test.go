package rootfs_test

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	v1 "github.com/google/go-containerregistry/pkg/v1"

	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

func digest(b []byte) v1.Hash {
	return v1.Hash{Algorithm: "sha256", Hex: fmt.Sprintf("%x", sha256.Sum256(b))}
}

func TestScanReadsEveryForm(t *testing.T) {
	plain := lines(t, "etc/\n0600 1:2 etc/passwd root:x:0:0\nbin -> usr/bin")
	skippable := append([]byte{0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 'x', 'y', 'z'}, packed(t, plain, "zstd")...)
	forms := map[string][]byte{
		"plain": plain, "gzip": packed(t, plain, "gzip"), "zstd": packed(t, plain, "zstd"),
		"zstd behind a skippable frame": skippable,
		"gzip in two members":           append(packed(t, plain[:700], "gzip"), packed(t, plain[700:], "gzip")...),
	}
	for name, stored := range forms {
		t.Run(name, func(t *testing.T) {
			got := scan(t, stored, rootfs.ScanOptions{Digest: digest(stored), DiffID: digest(plain)})
			want := &rootfs.TOC{
				Digest: digest(stored), DiffID: digest(plain), Stored: int64(len(stored)),
				Items: []rootfs.Item{
					{Name: "etc/", Typeflag: tar.TypeDir, Mode: 0o755},
					{
						Name: "etc/passwd", Typeflag: tar.TypeReg, Mode: 0o600, UID: 1, GID: 2, Size: 10,
						Program: &rootfs.Program{Format: rootfs.Other},
					},
					{Name: "bin", Typeflag: tar.TypeSymlink, Mode: 0o644, Link: "usr/bin"},
				},
				Bodies: map[int][]byte{1: []byte("root:x:0:0")},
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestScanOfNothing(t *testing.T) {
	if toc := scan(t, nil, rootfs.ScanOptions{}); len(toc.Items) != 0 {
		t.Errorf("items of an empty stream: %v", toc.Items)
	}
}

func TestScanErrors(t *testing.T) {
	plain := lines(t, "a "+strings.Repeat("x", 4000)+"\nb y")
	zipped := packed(t, plain, "gzip")
	damaged := bytes.Clone(zipped)
	damaged[len(damaged)/2] ^= 0xff
	long := strings.Repeat("n", 300)
	tests := map[string]struct {
		stream []byte
		opts   rootfs.ScanOptions
		want   string
	}{
		"wrong digest": {plain, rootfs.ScanOptions{Digest: digest(nil)}, fmt.Sprintf(
			"layer digest mismatch: want %s, got %s", digest(nil), digest(plain),
		)},
		"too many names": {
			plain, rootfs.ScanOptions{Limits: rootfs.Limits{Names: 1}}, "layer exceeds the limit of 1 bytes of names",
		},
		"wrong diff ID": {zipped, rootfs.ScanOptions{DiffID: digest(nil)}, fmt.Sprintf(
			"layer diff ID mismatch: want %s, got %s", digest(nil), digest(plain),
		)},
		"damage is a digest mismatch first": {damaged, rootfs.ScanOptions{Digest: digest(zipped)}, fmt.Sprintf(
			"layer digest mismatch: want %s, got %s", digest(zipped), digest(damaged),
		)},
		"damaged gzip":      {damaged, rootfs.ScanOptions{}, "malformed layer: flate: corrupt input before offset"},
		"cut gzip":          {zipped[:len(zipped)-9], rootfs.ScanOptions{}, "malformed layer: unexpected EOF"},
		"cut tar":           {plain[:700], rootfs.ScanOptions{}, "malformed layer: unexpected EOF"},
		"bad gzip header":   {zipped[:6], rootfs.ScanOptions{}, "malformed layer: read gzip header: unexpected EOF"},
		"no tar":            {bytes.Repeat([]byte("x"), 1024), rootfs.ScanOptions{}, "malformed layer: archive/tar: invalid tar header"},
		"junk behind gzip":  {append(bytes.Clone(zipped), "junkjunkjunk"...), rootfs.ScanOptions{}, "malformed layer: gzip: invalid header"},
		"too many entries":  {plain, rootfs.ScanOptions{Limits: rootfs.Limits{Entries: 1}}, "layer exceeds the limit of 1 entries"},
		"too many bytes":    {zipped, rootfs.ScanOptions{Limits: rootfs.Limits{Decompressed: 4096}}, "layer exceeds the limit of 4096 decompressed bytes"},
		"too large":         {zipped, rootfs.ScanOptions{Limits: rootfs.Limits{Compressed: 50}}, "layer exceeds the limit of 50 stored bytes"},
		"name too long":     {lines(t, long+" x"), rootfs.ScanOptions{Limits: rootfs.Limits{PathLength: 255}}, "layer exceeds the limit of 255 bytes of path"},
		"target too long":   {lines(t, "a -> "+long), rootfs.ScanOptions{Limits: rootfs.Limits{PathLength: 255}}, "layer exceeds the limit of 255 bytes of path"},
		"PAX header of 2MB": {longHeader(t), rootfs.ScanOptions{}, "layer exceeds the limit of 1048576 bytes of a tar header"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			toc, err := rootfs.Scan(context.Background(), bytes.NewReader(tt.stream), tt.opts)
			if err == nil || !strings.HasPrefix(err.Error(), tt.want) {
				t.Errorf("got %v, want %s", err, tt.want)
			}
			if toc != nil {
				t.Error("half a table of contents came with the error")
			}
		})
	}
}

// longHeader is a PAX header of 2 MiB, which tar.Writer does not write: an entry of that size, its type changed.
func longHeader(t *testing.T) []byte {
	t.Helper()
	b := lines(t, "x "+strings.Repeat("x", 2<<20))
	const typeflag, checksum = 156, 148
	b[typeflag] = tar.TypeXHeader
	sum := 8 * int(' ')
	for i, c := range b[:512] {
		if i < checksum || i >= checksum+8 {
			sum += int(c)
		}
	}
	copy(b[checksum:], fmt.Sprintf("%06o\x00 ", sum))
	return b
}

func TestScanStopsABomb(t *testing.T) {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	if err := w.WriteHeader(&tar.Header{Name: "zeros", Size: 1 << 40, Format: tar.FormatGNU}); err != nil {
		t.Fatal(err)
	}
	zeros := packed(t, append(b.Bytes(), make([]byte, 64<<20)...), "gzip")
	_, err := rootfs.Scan(context.Background(), bytes.NewReader(zeros), rootfs.ScanOptions{
		Limits: rootfs.Limits{Decompressed: 32 << 20},
	})
	var limit *rootfs.LimitError
	if !errors.As(err, &limit) || limit.Limit != 32<<20 {
		t.Errorf("got %v", err)
	}
}

func TestScanPassesOnTheSourcesError(t *testing.T) {
	fault := errors.New("connection reset")
	plain := lines(t, "a x")
	r := io.MultiReader(bytes.NewReader(plain[:600]), iotest.ErrReader(fault))
	if _, err := rootfs.Scan(context.Background(), r, rootfs.ScanOptions{Digest: digest(plain)}); !errors.Is(err, fault) {
		t.Errorf("got %v", err)
	}
	// A source that verifies for itself fails at the last byte; the cause is the digest all the same.
	r = io.MultiReader(bytes.NewReader(plain), iotest.ErrReader(fault))
	_, err := rootfs.Scan(context.Background(), r, rootfs.ScanOptions{Digest: digest(nil), Size: int64(len(plain))})
	var wrong *rootfs.DigestError
	if !errors.As(err, &wrong) {
		t.Errorf("got %v", err)
	}
}

func TestScanEndsWithTheContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := rootfs.Scan(ctx, bytes.NewReader(lines(t, "a x")), rootfs.ScanOptions{})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestScanTellsProgress(t *testing.T) {
	stream := lines(t, "a "+strings.Repeat("x", 200_000))
	var seen []int64
	scan(t, stream, rootfs.ScanOptions{Progress: func(n int64) { seen = append(seen, n) }})
	if len(seen) < 2 || seen[len(seen)-1] != int64(len(stream)) {
		t.Errorf("progress %v of %d bytes", seen, len(stream))
	}
}
