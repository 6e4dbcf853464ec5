package dockerfile

import (
	"context"

	"github.com/hullcheck/hullcheck/pkg/dockerfile/known"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// agreed answers for files as far as the trees of all conversions agree.
type agreed struct {
	trees   []*known.Tree
	because string
}

// Lookup implements rootfs.Files.
func (a agreed) Lookup(ctx context.Context, path string) (rootfs.Answer, error) {
	first, err := a.trees[0].Lookup(ctx, path)
	if err != nil || first.Unknown != "" {
		return first, err
	}
	for _, t := range a.trees[1:] {
		other, err := t.Lookup(ctx, path)
		if err != nil {
			return rootfs.Answer{}, err
		}
		if !sameEntry(first.Entry, other.Entry) || other.Unknown != "" {
			return rootfs.Answer{Unknown: a.because}, nil
		}
	}
	return first, nil
}

func sameEntry(a, b *rootfs.Entry) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Type == b.Type && a.Mode == b.Mode && a.UID == b.UID && a.GID == b.GID && a.Link == b.Link && a.Size == b.Size
}

// Read implements rootfs.Files.
func (a agreed) Read(ctx context.Context, path string, limit int64) (rootfs.Content, error) {
	there, err := a.Lookup(ctx, path)
	if err != nil || there.Unknown != "" {
		return rootfs.Content{Unknown: there.Unknown}, err
	}
	first, err := a.trees[0].Read(ctx, path, limit)
	if err != nil {
		return first, err
	}
	for _, t := range a.trees[1:] {
		other, err := t.Read(ctx, path, limit)
		if err != nil {
			return rootfs.Content{}, err
		}
		if string(other.Data) != string(first.Data) || (other.Unknown == "") != (first.Unknown == "") {
			return rootfs.Content{Unknown: a.because}, nil
		}
	}
	return first, nil
}

// Walk implements rootfs.Files: it visits what all trees have.
func (a agreed) Walk(ctx context.Context, visit func(rootfs.Entry) error) (string, error) {
	unknown, err := a.trees[0].Walk(ctx, func(e rootfs.Entry) error {
		same, err := a.Lookup(ctx, e.Path)
		if err != nil || same.Entry == nil {
			return err
		}
		return visit(e)
	})
	if unknown == "" {
		unknown = a.because
	}
	return unknown, err
}
