package rootfs_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path"
	"testing"

	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// FuzzScan: whatever the stream, it is a layer or one of the typed errors; what Walk shows Lookup finds, in a tree.
func FuzzScan(f *testing.F) {
	for _, text := range []string{
		"", "etc/\netc/passwd root:x:0:0\n4755 bin/su x", "one -> /two\ntwo -> /one\none/x 1", "a x\nb => a\n.wh.a\n.wh..wh..opq",
		"./x 1\n/x 2\n../x 3\nx/y 4", "run #!/bin/sh -e", "null char 1:3\nwhite char 0:0\npipe fifo\nodd type V",
		"elf \x7fELF\x02\x01\x01", "-1:99999 a x\na/b/c/d x",
	} {
		stream := lines(f, text)
		for _, form := range []string{"plain", "gzip", "zstd"} {
			f.Add(packed(f, stream, form))
		}
	}
	for _, name := range []string{"testdata/sparse-gnu.tar.gz", "testdata/sparse-pax.tar.gz"} {
		stream, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(stream)
	}
	base := scan(f, lines(f, "a/\na/b x\nc -> a\netc/\netc/passwd x"), rootfs.ScanOptions{})
	f.Fuzz(func(t *testing.T, stream []byte) {
		toc, err := rootfs.Scan(context.Background(), bytes.NewReader(stream), rootfs.ScanOptions{
			Limits: rootfs.Limits{Decompressed: 4 << 20, Entries: 200},
		})
		if err != nil {
			checkTyped(t, err)
			return
		}
		checkTree(t, rootfs.FromTOCs([]*rootfs.TOC{toc}))
		checkTree(t, rootfs.FromTOCs([]*rootfs.TOC{base, toc}))
	})
}

func checkTyped(t *testing.T, err error) {
	t.Helper()
	var limit *rootfs.LimitError
	var malformed *rootfs.MalformedError
	if !errors.As(err, &limit) && !errors.As(err, &malformed) {
		t.Fatalf("untyped error: %v", err)
	}
}

func checkTree(t *testing.T, m *rootfs.Merged) {
	t.Helper()
	dirs := map[string]bool{"/": true}
	_, err := m.Walk(context.Background(), func(e rootfs.Entry) error {
		if path.Clean(e.Path) != e.Path || !dirs[path.Dir(e.Path)] {
			t.Fatalf("%q is not in a directory", e.Path)
		}
		if e.Type == rootfs.Directory {
			dirs[e.Path] = true
		}
		if got := lookup(t, m, e.Path); got != shown(e) {
			t.Fatalf("walk: %s, lookup: %s", shown(e), got)
		}
		_, err := rootfs.Resolve(context.Background(), m, e.Path, nil)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	m.Refusal()
}
