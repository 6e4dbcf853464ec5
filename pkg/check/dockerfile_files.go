package check

import (
	"context"
	"fmt"
	"path"
	"strings"
	"sync"

	"github.com/hullcheck/hullcheck/pkg/dockerfile"
	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// depth is how much is read of the images that a Dockerfile names. The base of a stage that only builds may have hundreds
// of megabytes, and mostly nobody asks what is in them.
type depth int

const (
	configsOnly depth = iota
	ownBase           // and the files of the target's own base
	everyBase         // and those of all others
)

// withheld is why the files of an image are not known that was not read so far.
const withheld = "was not needed for anything else"

// unread are the files of an image of which only the config was read.
type unread struct{ ref string }

func (u unread) why() string { return "what is in " + u.ref + " " + withheld }

func (u unread) Lookup(context.Context, string) (rootfs.Answer, error) {
	return rootfs.Answer{Unknown: u.why()}, nil
}

func (u unread) Read(context.Context, string, int64) (rootfs.Content, error) {
	return rootfs.Content{Unknown: u.why()}, nil
}

func (u unread) Walk(context.Context, func(rootfs.Entry) error) (string, error) { return u.why(), nil }

// predictedFiles are the files of a predicted image. The file is predicted again, with more of its base images, when a
// question asks for it: first with the target's own base, and with the others where the users come from there, or for the
// whole tree.
type predictedFiles struct {
	predict func(ctx context.Context, d depth) (rootfs.Files, error)

	mu    sync.Mutex
	known map[depth]rootfs.Files
}

var _ rootfs.Files = (*predictedFiles)(nil)

func (f *predictedFiles) at(ctx context.Context, d depth) (rootfs.Files, error) {
	if files, ok := f.known[d]; ok {
		return files, nil
	}
	files, err := f.predict(ctx, d)
	if err != nil {
		return nil, err
	}
	if f.known == nil {
		f.known = map[depth]rootfs.Files{}
	}
	f.known[d] = files
	return files, nil
}

// Lookup implements rootfs.Files.
func (f *predictedFiles) Lookup(ctx context.Context, p string) (a rootfs.Answer, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	err = f.ask(ctx, p, func(files rootfs.Files) (string, error) {
		a, err = files.Lookup(ctx, p)
		return a.Unknown, err
	})
	return a, err
}

// Read implements rootfs.Files.
func (f *predictedFiles) Read(ctx context.Context, p string, limit int64) (c rootfs.Content, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	err = f.ask(ctx, p, func(files rootfs.Files) (string, error) {
		c, err = files.Read(ctx, p, limit)
		return c.Unknown, err
	})
	return c, err
}

// ask puts a question to the files that cost less, and once more to all where that did not tell about users.
func (f *predictedFiles) ask(ctx context.Context, p string, question func(rootfs.Files) (unknown string, err error)) error {
	for _, d := range []depth{ownBase, everyBase} {
		files, err := f.at(ctx, d)
		if err != nil {
			return err
		}
		unknown, err := question(files)
		if err != nil || !strings.Contains(unknown, withheld) || path.Dir(p) != "/etc" && p != "/etc" {
			return err
		}
	}
	return nil
}

// Walk implements rootfs.Files.
func (f *predictedFiles) Walk(ctx context.Context, visit func(rootfs.Entry) error) (string, error) {
	f.mu.Lock()
	files, err := f.at(ctx, everyBase)
	f.mu.Unlock()
	if err != nil {
		return "", err
	}
	return files.Walk(ctx, visit)
}

// filesOf makes the files of a prediction, which was made by o from the configs of its bases alone.
func (b bases) filesOf(p *dockerfile.Prediction, o dockerfile.Options) rootfs.Files {
	b.own = p.Stages[p.Chain[0]].Base
	return &predictedFiles{predict: func(ctx context.Context, d depth) (rootfs.Files, error) {
		b.depth = d
		o.Bases = b
		again, err := dockerfile.Predict(ctx, o)
		if err != nil {
			return nil, fmt.Errorf("predict files of %s: %w", o.File, err)
		}
		return again.Image.Files, nil
	}}
}

// withFiles is an image with its files as far as they may be read: those on this machine cost nothing.
func (b bases) withFiles(ref string, img *image.Image) *image.Image {
	switch {
	case b.depth == everyBase, b.depth == ownBase && (sameImage(b.own, ref) || b.r.deep || local(img)):
		return img
	}
	out := *img
	out.Files = unread{ref}
	return &out
}

// sameImage compares a name as a Dockerfile has it with a qualified reference.
func sameImage(name, ref string) bool {
	full, err := image.Normalize(name)
	return name == ref || err == nil && full == ref
}
