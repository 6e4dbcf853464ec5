package image

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	v1 "github.com/google/go-containerregistry/pkg/v1"

	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// store is where the parts of an image come from: a repository, a layout, an archive. What it returns is not verified.
type store interface {
	// key tells stores apart within a run.
	key() string
	// has tells whether a part is there, as far as that is known without asking for it.
	has(d v1.Descriptor) bool
	// manifest opens an image manifest or an index, blob a config or a layer.
	manifest(ctx context.Context, d v1.Descriptor) (io.ReadCloser, error)
	blob(ctx context.Context, d v1.Descriptor) (io.ReadCloser, error)
	// files is the merged view of layers, bottom first. It reads nothing yet.
	files(ctx context.Context, layers []layer) (rootfs.Files, error)
}

// Caps on what is held in memory. Registries refuse manifests over 4 MiB (distribution-spec, "Pushing Manifests"); the
// others are far above anything that is built.
const (
	maxManifest = 4 << 20
	maxConfig   = 8 << 20
	maxLayers   = 1000
	maxChildren = 1000
	maxDepth    = 4
)

// fetchManifest reads and verifies the manifest or index that d describes.
func fetchManifest(ctx context.Context, s store, d v1.Descriptor) ([]byte, error) {
	raw, err := fetch(ctx, s.manifest, d, maxManifest)
	if err != nil {
		return nil, fmt.Errorf("read image manifest %s: %w", d.Digest, err)
	}
	return raw, nil
}

func fetchConfig(ctx context.Context, s store, d v1.Descriptor) ([]byte, error) {
	raw, err := fetch(ctx, s.blob, d, maxConfig)
	if err != nil {
		return nil, fmt.Errorf("read image config %s: %w", d.Digest, err)
	}
	return raw, nil
}

type opener func(context.Context, v1.Descriptor) (io.ReadCloser, error)

func fetch(ctx context.Context, open opener, d v1.Descriptor, limit int64) (raw []byte, err error) {
	if d.Size > limit {
		return nil, malformed("%d bytes are more than the limit of %d", d.Size, limit)
	}
	if d.Data != nil {
		return d.Data, verify(d, d.Data)
	}
	rc, err := open(ctx, d)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rc.Close()) }()
	raw, err = readAtMost(rc, limit)
	if err != nil {
		return nil, err
	}
	return raw, verify(d, raw)
}

func readAtMost(r io.Reader, limit int64) ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, err
	}
	if int64(len(raw)) > limit {
		return nil, malformed("more bytes than the limit of %d", limit)
	}
	return raw, nil
}

// verify compares bytes with the descriptor that names them. A size below 0 is not known beforehand.
func verify(d v1.Descriptor, raw []byte) error {
	if d.Size >= 0 && int64(len(raw)) != d.Size {
		return &Error{
			Class: DigestMismatch, Hint: hintMismatch,
			Detail: fmt.Sprintf("%s is to have %d bytes and has %d", d.Digest, d.Size, len(raw)),
		}
	}
	h, err := v1.Hasher(d.Digest.Algorithm)
	if err != nil {
		return malformed("verify %s: %w", d.Digest, err)
	}
	if _, err := io.Copy(h, bytes.NewReader(raw)); err != nil {
		return fmt.Errorf("verify %s: %w", d.Digest, err)
	}
	if got := fmt.Sprintf("%x", h.Sum(nil)); got != d.Digest.Hex {
		return &Error{
			Class: DigestMismatch, Hint: hintMismatch,
			Detail: fmt.Sprintf("asked for %s, got %s:%s", d.Digest, d.Digest.Algorithm, got),
		}
	}
	return nil
}
