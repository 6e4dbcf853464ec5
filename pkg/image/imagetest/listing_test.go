package imagetest_test

import (
	"archive/tar"
	"errors"
	"fmt"
	"io"
	"testing"

	v1 "github.com/google/go-containerregistry/pkg/v1"
)

var kinds = map[byte]string{
	tar.TypeReg: "file", tar.TypeDir: "dir", tar.TypeSymlink: "symlink", tar.TypeLink: "hardlink",
	tar.TypeFifo: "fifo", tar.TypeChar: "device",
}

// listing reads the layers of img back, one line an entry.
func listing(t *testing.T, img v1.Image) [][]string {
	t.Helper()
	layers, err := img.Layers()
	if err != nil {
		t.Fatal(err)
	}
	var all [][]string
	for _, l := range layers {
		rc, err := l.Uncompressed()
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, lines(t, tar.NewReader(rc)))
		if err := rc.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

func lines(t *testing.T, r *tar.Reader) []string {
	t.Helper()
	var out []string
	for {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		line := fmt.Sprintf("%s %s %o %d:%d -> %s%s", h.Name, kinds[h.Typeflag], h.Mode, h.Uid, h.Gid, h.Linkname, body)
		if c := h.PAXRecords["SCHILY.xattr.security.capability"]; c != "" {
			line += fmt.Sprintf(" cap %x", c)
		}
		out = append(out, line)
	}
}
