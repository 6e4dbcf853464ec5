package rootfs

import (
	"archive/tar"
	"errors"
	"io"

	v1 "github.com/google/go-containerregistry/pkg/v1"
)

// maxTarHeader is the cap of archive/tar on a PAX or GNU header that precedes an entry.
const maxTarHeader = 1 << 20

// judge names the true cause of a failed scan, and verifies the digests of one that did not fail. A damaged stream is
// read on to its end: if its digest is wrong too, that is the cause and the damage only follows from it.
func (s *scanner) judge(stored *meter, err error) error {
	var limit *LimitError
	if errors.As(err, &limit) {
		return limit
	}
	if stored.failed == nil {
		_, _ = io.Copy(io.Discard, stored) // its error stays in stored.failed
	}
	s.toc.Digest, s.toc.Stored = stored.sum(), stored.read
	// A source that verifies for itself fails at its last byte instead of ending.
	whole := stored.ended || stored.read == s.opts.Size && s.opts.Size > 0
	switch wrong := mismatch("digest", s.opts.Digest, s.toc.Digest); {
	case whole && wrong != nil:
		return wrong
	case stored.failed != nil:
		return stored.failed
	case errors.Is(err, tar.ErrFieldTooLong):
		return &LimitError{What: "bytes of a tar header", Limit: maxTarHeader}
	case err != nil:
		return &MalformedError{Err: err}
	}
	return mismatch("diff ID", s.opts.DiffID, s.toc.DiffID)
}

// mismatch is nil where nothing was expected.
func mismatch(what string, want, got v1.Hash) error {
	if want == (v1.Hash{}) || want == got {
		return nil
	}
	return &DigestError{What: what, Want: want, Got: got}
}
