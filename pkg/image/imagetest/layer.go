package imagetest

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/static"
	"github.com/google/go-containerregistry/pkg/v1/tarball"
	"github.com/google/go-containerregistry/pkg/v1/types"
	"github.com/klauspost/compress/zstd"
)

// Compression is how a layer or an archive is stored.
type Compression string

// The compressions that registries and archives hold; "" is Gzip for a layer and Plain for an archive.
const (
	Plain Compression = "plain"
	Gzip  Compression = "gzip"
	Zstd  Compression = "zstd"
)

// Tar writes entries as a tar stream.
func Tar(entries []Entry, contents Contents) ([]byte, error) {
	var buf bytes.Buffer
	w := tar.NewWriter(&buf)
	for _, e := range entries {
		if err := writeEntry(w, e, contents); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("close tar: %w", err)
	}
	return buf.Bytes(), nil
}

func writeEntry(w *tar.Writer, e Entry, contents Contents) error {
	h, err := e.header()
	if err != nil {
		return err
	}
	body := []byte(e.Content)
	if e.From != "" {
		var ok bool
		if body, ok = contents[e.From]; !ok {
			return fmt.Errorf("entry %q: no content %q was handed over", e.Path, e.From)
		}
		h.Size = int64(len(body))
	}
	if err := w.WriteHeader(h); err != nil {
		return fmt.Errorf("write header of %q: %w", e.Path, err)
	}
	if h.Typeflag != tar.TypeReg {
		return nil
	}
	if e.Size > 0 {
		_, err = io.CopyN(w, zeros{}, e.Size)
	} else {
		_, err = w.Write(body)
	}
	if err != nil {
		return fmt.Errorf("write content of %q: %w", e.Path, err)
	}
	return nil
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// Compress returns b stored in the given way.
func Compress(b []byte, c Compression) ([]byte, error) {
	var buf bytes.Buffer
	var w io.WriteCloser
	switch c {
	case Gzip:
		w = gzip.NewWriter(&buf)
	case Zstd:
		z, err := zstd.NewWriter(&buf, zstd.WithEncoderConcurrency(1))
		if err != nil {
			return nil, fmt.Errorf("start zstd: %w", err)
		}
		w = z
	case Plain, "":
		return b, nil
	default:
		return nil, fmt.Errorf("compress: unknown compression %q", c)
	}
	_, err := w.Write(b)
	if err := errors.Join(err, w.Close()); err != nil {
		return nil, fmt.Errorf("compress as %s: %w", c, err)
	}
	return buf.Bytes(), nil
}

// Layer makes an OCI layer of entries.
func Layer(entries []Entry, contents Contents, c Compression) (v1.Layer, error) {
	b, err := Tar(entries, contents)
	if err != nil {
		return nil, err
	}
	return LayerOf(b, c)
}

// LayerOf makes an OCI layer of a tar stream, which need not be a valid one.
func LayerOf(tarStream []byte, c Compression) (v1.Layer, error) {
	if c == "" {
		c = Gzip
	}
	b, err := Compress(tarStream, c)
	if err != nil {
		return nil, err
	}
	if c == Plain {
		return static.NewLayer(b, types.OCIUncompressedLayer), nil
	}
	mediaType := types.OCILayer
	if c == Zstd {
		mediaType = types.OCILayerZStd
	}
	open := func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(b)), nil }
	l, err := tarball.LayerFromOpener(open, tarball.WithMediaType(mediaType))
	if err != nil {
		return nil, fmt.Errorf("make layer: %w", err)
	}
	return l, nil
}
