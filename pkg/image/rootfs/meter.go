package rootfs

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"

	v1 "github.com/google/go-containerregistry/pkg/v1"
)

// storedBytes is LimitError.What of a layer that is larger than may be read.
const storedBytes = "stored bytes"

// meter counts, caps and hashes what is read through it, and ends when the context does.
type meter struct {
	ctx      context.Context //nolint:containedctx // a reader has no other way to hear of it
	source   io.Reader
	limit    int64
	what     string
	digest   hash.Hash
	progress func(int64)

	read   int64
	failed error // the source's own error, io.EOF excepted
	ended  bool  // the source said io.EOF
}

func newMeter(ctx context.Context, source io.Reader, limit int64, what string) *meter {
	return &meter{ctx: ctx, source: source, limit: limit, what: what, digest: sha256.New()}
}

// Read implements io.Reader.
func (m *meter) Read(p []byte) (int, error) {
	if err := m.ctx.Err(); err != nil {
		m.failed = err
		return 0, err
	}
	n, err := m.source.Read(p)
	m.read += int64(n)
	m.digest.Write(p[:n])
	if m.progress != nil && n > 0 {
		m.progress(m.read)
	}
	if m.read > m.limit {
		return n, &LimitError{What: m.what, Limit: m.limit}
	}
	switch {
	case errors.Is(err, io.EOF):
		m.ended = true
	case err != nil:
		m.failed = err
	}
	return n, err
}

func (m *meter) sum() v1.Hash {
	return v1.Hash{Algorithm: "sha256", Hex: hex.EncodeToString(m.digest.Sum(nil))}
}
