package rootfs_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// spec is one line of a layer in the tests: "[mode] [uid:gid] name [what]", where what is "-> target", "=> hard link target",
// "fifo", "char major:minor", "sparse" or the content; a name that ends in a slash is a directory.
var spec = regexp.MustCompile(`^(?:([0-7]{4}) )?(?:(-?\d+):(-?\d+) )?(\S+)(?: (.*))?$`)

func header(tb testing.TB, line string) (*tar.Header, string) {
	tb.Helper()
	m := spec.FindStringSubmatch(line)
	if m == nil {
		tb.Fatalf("bad line %q", line)
	}
	h := &tar.Header{Name: m[4], Uid: number(m[2], 10), Gid: number(m[3], 10), Typeflag: tar.TypeReg}
	h.Mode = int64(number(m[1], 8))
	if m[1] == "" {
		h.Mode = 0o644
	}
	content := m[5]
	var target string
	switch {
	case strings.HasSuffix(h.Name, "/"):
		h.Typeflag = tar.TypeDir
		if m[1] == "" {
			h.Mode = 0o755
		}
	case cut(content, "-> ", &target):
		h.Typeflag, h.Linkname = tar.TypeSymlink, target
	case cut(content, "=> ", &target):
		h.Typeflag, h.Linkname = tar.TypeLink, target
	case content == "fifo":
		h.Typeflag = tar.TypeFifo
	case cut(content, "char ", &target):
		major, minor, _ := strings.Cut(target, ":")
		h.Typeflag, h.Devmajor, h.Devminor = tar.TypeChar, int64(number(major, 10)), int64(number(minor, 10))
	case cut(content, "type ", &target):
		h.Typeflag = target[0]
	default:
		h.Size = int64(len(content))
		return h, content
	}
	return h, ""
}

func cut(s, prefix string, rest *string) bool {
	after, ok := strings.CutPrefix(s, prefix)
	*rest = after
	return ok
}

func number(s string, base int) int {
	n, _ := strconv.ParseInt(s, base, 64)
	return int(n)
}

// lines is a layer, one entry a line.
func lines(tb testing.TB, text string) []byte {
	tb.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		h, content := header(tb, line)
		write(tb, w, h, content)
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

func write(tb testing.TB, w *tar.Writer, h *tar.Header, content string) {
	tb.Helper()
	if err := w.WriteHeader(h); err != nil {
		tb.Fatal(err)
	}
	if _, err := io.WriteString(w, content); err != nil {
		tb.Fatal(err)
	}
}

// packed is b in one of the forms that layers are stored in.
func packed(tb testing.TB, b []byte, form string) []byte {
	tb.Helper()
	var out bytes.Buffer
	var w io.WriteCloser
	switch form {
	case "gzip":
		w = gzip.NewWriter(&out)
	case "zstd":
		z, err := zstd.NewWriter(&out)
		if err != nil {
			tb.Fatal(err)
		}
		w = z
	default:
		return b
	}
	if _, err := w.Write(b); err != nil {
		tb.Fatal(err)
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return out.Bytes()
}

func scan(tb testing.TB, stream []byte, opts rootfs.ScanOptions) *rootfs.TOC {
	tb.Helper()
	toc, err := rootfs.Scan(context.Background(), bytes.NewReader(stream), opts)
	if err != nil {
		tb.Fatal(err)
	}
	return toc
}

// image is the merged view of layers, bottom first, each as text.
func image(tb testing.TB, layers ...string) *rootfs.Merged {
	tb.Helper()
	tocs := make([]*rootfs.TOC, len(layers))
	for i, l := range layers {
		tocs[i] = scan(tb, lines(tb, l), rootfs.ScanOptions{})
	}
	return rootfs.FromTOCs(tocs)
}

// shown is an entry in a line: type, mode, owner, path, link.
func shown(e rootfs.Entry) string {
	s := fmt.Sprintf("%s %04o %d:%d %s", e.Type, e.Mode, e.UID, e.GID, e.Path)
	if e.Link != "" {
		s += " -> " + e.Link
	}
	return s
}

func lookup(tb testing.TB, files rootfs.Files, path string) string {
	tb.Helper()
	a, err := files.Lookup(context.Background(), path)
	switch {
	case err != nil:
		return "error: " + err.Error()
	case a.Unknown != "":
		return "unknown: " + a.Unknown
	case a.Entry == nil:
		return "absent"
	}
	return shown(*a.Entry)
}
