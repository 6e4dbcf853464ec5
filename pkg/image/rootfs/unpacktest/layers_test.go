package unpacktest

import (
	"archive/tar"
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// pick draws from a few names and types, so that entries collide as often as possible.
type pick struct{ *rand.Rand }

func (p pick) of(from ...string) string { return from[p.IntN(len(from))] }

// name is a path of up to three components, at times written oddly.
func (p pick) name() string {
	parts := make([]string, 1+p.IntN(3))
	for i := range parts {
		parts[i] = p.of("a", "b", "c")
	}
	return p.of("", "", "", "", "/", "./", "../", "a/../") + strings.Join(parts, "/")
}

// whiteout is the name of a whiteout or opaque marker.
func (p pick) whiteout() string {
	name := p.name()
	i := strings.LastIndex(name, "/") + 1
	if p.IntN(3) == 0 {
		return name[:i] + ".wh..wh..opq"
	}
	return name[:i] + ".wh." + name[i:]
}

func (p pick) entry() *tar.Header {
	h := &tar.Header{
		Name: p.name(), Mode: int64(p.IntN(0o10000)), Uid: p.IntN(3), Gid: p.IntN(3), Format: tar.FormatPAX,
	}
	switch n := p.IntN(20); {
	case n < 7:
		h.Typeflag, h.Name = tar.TypeDir, h.Name+"/"
	case n < 11:
		h.Typeflag, h.Size = tar.TypeReg, int64(p.IntN(3))
	case n < 14:
		h.Typeflag = tar.TypeSymlink
		// None has ".." behind a name: there, continuity's fs.RootPath depends on where in the tree the link stands.
		h.Linkname = p.of("a", "b", "c", "/a", "/b", "../c", "a/b", "/c/a", "..", "../../b", ".")
	case n < 16:
		h.Typeflag, h.Linkname = tar.TypeLink, p.name()
	case n < 17:
		h.Typeflag, h.Devmajor, h.Devminor = tar.TypeChar, int64(p.IntN(2)), 0
	case n < 18:
		h.Typeflag = tar.TypeFifo
	default:
		h.Typeflag, h.Name = tar.TypeReg, p.whiteout()
	}
	if h.Typeflag == tar.TypeReg && p.IntN(4) == 0 {
		h.PAXRecords = map[string]string{"SCHILY.xattr.security.capability": p.capability()}
	}
	return h
}

// capability is cap_net_bind_service=p in revision 2, and now and then something that the kernel refuses.
func (p pick) capability() string {
	const value = "\x00\x00\x00\x02\x00\x04\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
	if p.IntN(20) == 0 {
		return value[:12]
	}
	return value
}

// layer is a tar stream, and its entries as text for the message of a failure.
func (p pick) layer(t *testing.T) (stream []byte, text string) {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for range 1 + p.IntN(8) {
		h := p.entry()
		if err := w.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(make([]byte, h.Size)); err != nil {
			t.Fatal(err)
		}
		text += fmt.Sprintf("  %c %-14s -> %-8s %04o %d:%d %d\n",
			h.Typeflag, h.Name, h.Linkname, h.Mode, h.Uid, h.Gid, h.Devmajor)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), text
}
