package check

import (
	"context"
	"errors"
	"sync"

	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// guard remembers the first failure of an image's files. Layers are read only when somebody asks, so an image that opened
// well can still turn out to be unreadable, and then it is so for all who name it.
type guard struct {
	files rootfs.Files

	mu  sync.Mutex
	err error
}

// Guarded is a copy of an image that remembers the first failure of its files, as the engine expects of every image that an
// Images gives: the pod is then judged again, for which Read must give the image as unread.
func Guarded(img *image.Image) *image.Image {
	out := *img
	if img.Files != nil {
		out.Files = &guard{files: img.Files}
	}
	return &out
}

// Failure is why the files of a guarded image could not be read; nil where they could as far as they were asked for.
func Failure(img *image.Image) error {
	if img == nil {
		return nil
	}
	if g, ok := img.Files.(*guard); ok {
		return g.failed()
	}
	return nil
}

func (g *guard) Lookup(ctx context.Context, path string) (rootfs.Answer, error) {
	if err := g.failed(); err != nil {
		return rootfs.Answer{}, err
	}
	a, err := g.files.Lookup(ctx, path)
	return a, g.note(ctx, err)
}

func (g *guard) Read(ctx context.Context, path string, limit int64) (rootfs.Content, error) {
	if err := g.failed(); err != nil {
		return rootfs.Content{}, err
	}
	c, err := g.files.Read(ctx, path, limit)
	return c, g.note(ctx, err)
}

func (g *guard) Walk(ctx context.Context, visit func(rootfs.Entry) error) (string, error) {
	if err := g.failed(); err != nil {
		return "", err
	}
	unknown, err := g.files.Walk(ctx, visit)
	return unknown, g.note(ctx, err)
}

// note remembers a failure. That a file is too large is an answer about the file, and a cancelled run says nothing about
// the image.
func (g *guard) note(ctx context.Context, err error) error {
	if err == nil || errors.Is(err, rootfs.ErrTooLarge) || ctx.Err() != nil {
		return err
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.err == nil {
		g.err = err
	}
	return err
}

func (g *guard) failed() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.err
}
