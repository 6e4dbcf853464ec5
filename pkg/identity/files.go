package identity

import (
	"context"

	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// Files answers questions about an image's merged root file system. It has the method set of rootfs.Files, whose comment
// is the contract; the engine asks for nothing that the level of evidence does not allow.
type Files interface {
	Lookup(ctx context.Context, path string) (rootfs.Answer, error)
	Read(ctx context.Context, path string, limit int64) (rootfs.Content, error)
	Walk(ctx context.Context, visit func(rootfs.Entry) error) (unknown string, err error)
}

var _ Files = rootfs.Files(nil)
