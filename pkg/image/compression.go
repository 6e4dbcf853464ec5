package image

import (
	"archive/tar"
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// tarBlock is the size of a tar header.
const tarBlock = 512

// maxWindow is how much memory a zstd stream may ask for; its specification advises decoders to take up to 8 MiB, and
// zstd --ultra writes up to 128 MiB.
const maxWindow = 128 << 20

// form is how a stream is stored, told by its first bytes: names and media types lie.
type form string

const (
	plainForm form = ""
	gzipForm  form = "gzip"
	zstdForm  form = "zstd"
	xzForm    form = "xz"
	bzip2Form form = "bzip2"
)

// formBytes is how many bytes tell the form.
const formBytes = 6

func formOf(head []byte) form {
	switch {
	case bytes.HasPrefix(head, []byte{0x1f, 0x8b}):
		return gzipForm
	case bytes.HasPrefix(head, []byte{0x28, 0xb5, 0x2f, 0xfd}), isSkippable(head):
		return zstdForm
	case bytes.HasPrefix(head, []byte{0xfd, '7', 'z', 'X', 'Z', 0}):
		return xzForm
	case bytes.HasPrefix(head, []byte("BZh")):
		return bzip2Form
	default:
		return plainForm
	}
}

// isSkippable: a zstd stream may begin with a frame to be skipped (RFC 8878, 3.1.2).
func isSkippable(head []byte) bool {
	return len(head) >= 4 && head[0]&0xf0 == 0x50 && bytes.Equal(head[1:4], []byte{0x2a, 0x4d, 0x18})
}

// decompress reads on what r holds, decompressed where it begins like gzip or zstd. Closing it does not close r.
func decompress(r io.Reader) (io.ReadCloser, error) {
	buffered := bufio.NewReaderSize(r, 32<<10)
	head, err := buffered.Peek(formBytes)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("read: %w", err)
	}
	return decoder(buffered, formOf(head))
}

func decoder(r io.Reader, f form) (io.ReadCloser, error) {
	switch f {
	case gzipForm:
		z, err := gzip.NewReader(r)
		if err != nil {
			return nil, asMalformed("read gzip", err)
		}
		return z, nil
	case zstdForm:
		z, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxWindow))
		if err != nil {
			return nil, asMalformed("read zstd", err)
		}
		return z.IOReadCloser(), nil
	case xzForm, bzip2Form:
		return nil, &Error{
			Class: Malformed, Detail: "it is compressed with " + string(f),
			Hint: "decompress it first, or compress it with gzip or zstd",
		}
	default:
		return io.NopCloser(r), nil
	}
}

// isTar tells whether a block is a tar header, by its checksum.
func isTar(block []byte) bool {
	h, err := tar.NewReader(bytes.NewReader(block)).Next()
	return err == nil && h != nil || errors.Is(err, io.ErrUnexpectedEOF)
}
