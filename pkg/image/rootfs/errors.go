package rootfs

import (
	"errors"
	"fmt"

	v1 "github.com/google/go-containerregistry/pkg/v1"
)

// ErrTooLarge is what Files.Read returns for a file that is larger than the limit it was given.
var ErrTooLarge = errors.New("file is larger than the limit")

// ErrNotRegular is what Files.Read returns for a path that is absent, or is not a regular file.
var ErrNotRegular = errors.New("not a regular file")

// LimitError says which cap a layer went past. The layer is then not used at all: half of a layer decides nothing.
type LimitError struct {
	What  string // "decompressed bytes", "entries", "path length", …
	Limit int64
}

func (e *LimitError) Error() string {
	return fmt.Sprintf("layer exceeds the limit of %d %s", e.Limit, e.What)
}

// DigestError says that a layer's bytes are not those that the image manifest or config names.
type DigestError struct {
	What      string // "digest" (compressed bytes) or "diff ID" (the tar stream)
	Want, Got v1.Hash
}

func (e *DigestError) Error() string {
	return fmt.Sprintf("layer %s mismatch: want %s, got %s", e.What, e.Want, e.Got)
}

// MalformedError says that a layer is not the (compressed) tar stream that it should be.
type MalformedError struct{ Err error }

func (e *MalformedError) Error() string { return fmt.Sprintf("malformed layer: %v", e.Err) }

func (e *MalformedError) Unwrap() error { return e.Err }

// UnpackError says why containerd refuses to unpack an image, so that no container of it can be created. It is not an
// error of reading: the same image still has answers for paths.
type UnpackError struct {
	Layer  v1.Hash // digest of the layer, zero where it has none
	Path   string  // name of the tar entry, as written
	Reason string
}

func (e *UnpackError) Error() string {
	return fmt.Sprintf("layer does not unpack at %q: %s", e.Path, e.Reason)
}
