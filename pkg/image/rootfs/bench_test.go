package rootfs_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// manyFiles is a layer like that of a distribution: 20,000 files of some 5 KiB in 400 directories, most of them text, some
// programs.
func manyFiles(b *testing.B) []byte {
	b.Helper()
	var text strings.Builder
	for d := range 400 {
		dir := fmt.Sprintf("usr/share/some-package-%d/doc", d)
		fmt.Fprintf(&text, "usr/share/some-package-%d/\n%s/\n", d, dir)
		for f := range 49 {
			body := strings.Repeat(fmt.Sprintf("line %d of file %d ", d, f), 280)
			if f%10 == 0 {
				body = "#!/bin/sh -e " + body
			}
			fmt.Fprintf(&text, "%s/file-number-%d.txt %s\n", dir, f, body)
		}
	}
	text.WriteString("etc/passwd root:x:0:0:root:/root:/bin/sh\n")
	return lines(b, text.String())
}

func BenchmarkScan(b *testing.B) {
	for _, form := range []string{"plain", "gzip", "zstd"} {
		plain := manyFiles(b)
		stored := packed(b, plain, form)
		b.Run(form, func(b *testing.B) {
			b.SetBytes(int64(len(plain)))
			b.ReportAllocs()
			for b.Loop() {
				scan(b, stored, rootfs.ScanOptions{})
			}
		})
	}
}

// BenchmarkCachedLookup is a second run: the cache file of a layer of 20,000 entries is read, and one path is asked.
func BenchmarkCachedLookup(b *testing.B) {
	dir, stored := b.TempDir(), manyFiles(b)
	layer := rootfs.Layer{
		Digest: digest(stored),
		Open:   func(context.Context) (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(stored)), nil },
	}
	ask := func() {
		m := rootfs.Open([]rootfs.Layer{layer}, rootfs.Options{Cache: cacheIn(b, dir, 0)})
		content, err := m.Read(context.Background(), "/etc/passwd", 1000)
		if err != nil || len(content.Data) == 0 {
			b.Fatal(err, content)
		}
	}
	ask()
	layer.Open = nil
	b.ReportAllocs()
	for b.Loop() {
		ask()
	}
}
