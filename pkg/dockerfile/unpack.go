package dockerfile

import (
	"archive/tar"
	"bytes"
	"compress/bzip2"
	"context"
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/moby/buildkit/solver/pb"

	"github.com/hullcheck/hullcheck/pkg/dockerfile/known"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// Limits of an archive that ADD unpacks.
var archiveLimits = rootfs.Limits{Decompressed: 256 << 20, Entries: 200_000}

// unpack is ADD of a local archive: its files instead of itself. It is false for a file that is no archive, and for a
// directory.
func (w *walker) unpack(t, src *known.Tree, name string, c *pb.FileActionCopy, because string) bool {
	place := src.Resolve(w.s, name, true)
	e := place.Answer.Entry
	if e == nil || e.Type != rootfs.Regular {
		return false
	}
	content, _ := src.Content(w.s, place.Path)
	if !content.Complete() {
		w.lost(t, c, because+": whether it is an archive is not known: "+content.Because())
		return true
	}
	open, kind := archive(content.Data)
	switch kind {
	case notArchive:
		return false
	case unreadableArchive:
		w.lost(t, c, because+": the archive is compressed in a way that is not read here")
		return true
	default:
	}
	files := rootfs.Open([]rootfs.Layer{{Open: func(context.Context) (io.ReadCloser, error) {
		r, err := open()
		return io.NopCloser(r), err
	}}}, rootfs.Options{Limits: archiveLimits})
	if _, err := files.Lookup(w.s.Context(), "/"); err != nil {
		w.lost(t, c, because+": the archive cannot be read: "+err.Error())
		return true
	}
	as, err := w.transform(c, func(int64) *known.Tree { return t })
	if err != nil {
		return true
	}
	if why := t.Copy(w.s, known.Copy{
		From: known.FromFiles(files), Source: "/", Name: "/", Dest: cleanAbs(c.GetDest()), Contents: true,
		As: known.Transform{Owner: as.Owner}, Because: because,
	}); why != "" {
		w.lost(t, c, because+": "+why)
	}
	return true
}

type archiveKind int

const (
	notArchive archiveKind = iota
	readableArchive
	unreadableArchive
)

// archive tells whether data is a tar, plain or compressed, as BuildKit does: if a first header can be read.
func archive(data []byte) (open func() (io.Reader, error), kind archiveKind) {
	open = func() (io.Reader, error) { return bytes.NewReader(data), nil }
	switch {
	case bytes.HasPrefix(data, []byte{0xfd, '7', 'z', 'X', 'Z', 0}):
		return nil, unreadableArchive
	case bytes.HasPrefix(data, []byte("BZh")):
		open = func() (io.Reader, error) { return bzip2.NewReader(bytes.NewReader(data)), nil }
	}
	plain, err := open()
	if err != nil {
		return nil, notArchive
	}
	head, err := decompressed(data, plain)
	if err != nil {
		return nil, notArchive
	}
	if _, err := tar.NewReader(head).Next(); err != nil {
		return nil, notArchive
	}
	return open, readableArchive
}

// decompressed is the stream behind gzip or zstd.
func decompressed(data []byte, plain io.Reader) (io.Reader, error) {
	switch {
	case bytes.HasPrefix(data, []byte{0x1f, 0x8b}):
		return gzip.NewReader(plain)
	case bytes.HasPrefix(data, []byte{0x28, 0xb5, 0x2f, 0xfd}):
		return zstd.NewReader(plain, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(64<<20))
	}
	return plain, nil
}
