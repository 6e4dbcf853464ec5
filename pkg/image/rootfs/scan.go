package rootfs

import (
	"context"
	"errors"
	"io"

	v1 "github.com/google/go-containerregistry/pkg/v1"
)

// ScanOptions are what a caller knows and wants of a layer.
type ScanOptions struct {
	Digest v1.Hash // expected digest of the bytes as stored; zero: not verified
	DiffID v1.Hash // expected digest of the tar stream; zero: not verified
	Limits Limits
	// Keep says of which regular files to keep the body, by index and clean absolute name. Nil: KeepUserFiles.
	Keep func(index int, name string, size int64) bool
	// Progress is called with the number of stored bytes read so far.
	Progress func(read int64)
}

// Scan reads one layer to its end and returns its table of contents. The stream may be plain, gzip or zstd: its first
// bytes tell, not its media type. Every error of the stream itself is a LimitError, a DigestError or a MalformedError.
func Scan(ctx context.Context, r io.Reader, opts ScanOptions) (*TOC, error) {
	return nil, errors.New("scan layer: not built")
}
