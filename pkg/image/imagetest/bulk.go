package imagetest

import (
	"archive/tar"
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/partial"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

// Bulk is a layer of the given entries and, behind them, one file of size bytes that do not compress. It is stored plain and
// made anew whenever it is read, so that it costs no memory.
func Bulk(size int64, entries []Entry) (v1.Layer, error) {
	head, err := Tar(append(entries[:len(entries):len(entries)], Entry{Path: "bulk"}), nil)
	if err != nil {
		return nil, err
	}
	// The last header is written anew, with the size; behind it the stream goes on with the bulk itself.
	var last bytes.Buffer
	h := &tar.Header{Name: "bulk", Mode: 0o644, Size: size, Typeflag: tar.TypeReg, Format: tar.FormatGNU}
	if err := tar.NewWriter(&last).WriteHeader(h); err != nil {
		return nil, fmt.Errorf("write header of bulk: %w", err)
	}
	b := &bulk{head: append(head[:len(head)-3*block:len(head)-3*block], last.Bytes()...), size: size}
	if b.digest, b.stored, err = v1.SHA256(b.stream()); err != nil {
		return nil, fmt.Errorf("digest bulk: %w", err)
	}
	return partial.CompressedToLayer(b)
}

// block is the unit of a tar stream: a header is one, an archive ends with two of zeros.
const block = 512

type bulk struct {
	head   []byte
	size   int64
	digest v1.Hash
	stored int64
}

func (b *bulk) stream() io.Reader {
	padding := (block - b.size%block) % block
	return io.MultiReader(
		bytes.NewReader(b.head),
		io.LimitReader(rand.NewChaCha8([32]byte{1}), b.size),
		bytes.NewReader(make([]byte, padding+2*block)),
	)
}

func (b *bulk) Digest() (v1.Hash, error)            { return b.digest, nil }
func (b *bulk) DiffID() (v1.Hash, error)            { return b.digest, nil }
func (b *bulk) Size() (int64, error)                { return b.stored, nil }
func (b *bulk) MediaType() (types.MediaType, error) { return types.OCIUncompressedLayer, nil }
func (b *bulk) Compressed() (io.ReadCloser, error)  { return io.NopCloser(b.stream()), nil }
