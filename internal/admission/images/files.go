package images

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"sync/atomic"

	v1 "github.com/google/go-containerregistry/pkg/v1"

	"github.com/hullcheck/hullcheck/internal/admission/flight"
	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// files are those of one image for one account: answered from the facts, else by reading layers in the background.
type files struct {
	reader  *Reader
	account account
	ref     image.Ref
	facts   *facts
}

var _ rootfs.Files = (*files)(nil)

// reply is the answer to either question.
type reply struct {
	answer  rootfs.Answer
	content rootfs.Content
}

// Lookup implements rootfs.Files.
func (f *files) Lookup(ctx context.Context, path string) (rootfs.Answer, error) {
	if a, ok := f.facts.answer(path); ok {
		return a, nil
	}
	got, err := f.ask(ctx, "lookup "+path, func(ctx context.Context, v *view) (got reply, err error) {
		if got.answer, err = v.Lookup(ctx, path); err == nil {
			f.facts.keepAnswer(path, got.answer, v.Refusal())
		}
		return got, err
	})
	return got.answer, err
}

// Read implements rootfs.Files.
func (f *files) Read(ctx context.Context, path string, limit int64) (rootfs.Content, error) {
	c, ok := f.facts.content(path)
	if ok && int64(len(c.Data)) > limit {
		return rootfs.Content{}, fmt.Errorf("read %q: %w", path, rootfs.ErrTooLarge)
	}
	if ok {
		return c, nil
	}
	got, err := f.ask(ctx, fmt.Sprintf("read %d %s", limit, path), func(ctx context.Context, v *view) (got reply, err error) {
		if got.content, err = v.Read(ctx, path, limit); err == nil {
			f.facts.keepContent(path, got.content, v.Refusal())
		}
		return got, err
	})
	return got.content, err
}

// Walk implements rootfs.Files. It is not remembered: rules ask for it only where all of every image is to be read.
func (f *files) Walk(ctx context.Context, visit func(rootfs.Entry) error) (string, error) {
	v, err := f.view(ctx)
	if err != nil {
		return "", err
	}
	return v.Walk(ctx, visit)
}

// Refusal is why containerd could not unpack the image, as far as its layers were ever read.
func (f *files) Refusal() *rootfs.UnpackError { return f.facts.refused() }

// ask puts a question to the layers, once for all who ask it, and leaves when ctx ends.
func (f *files) ask(ctx context.Context, question string, put func(context.Context, *view) (reply, error)) (reply, error) {
	r := f.reader
	got, _, err := r.files.Do(ctx, f.key()+" "+question, func(ctx context.Context) (got reply, err error) {
		defer func() { r.counts.layer(err) }()
		v, err := f.view(ctx)
		if err != nil {
			return reply{}, err
		}
		got, err = put(ctx, v)
		if err != nil && !isAnswer(err) {
			r.views.Forget(f.key(), func(kept *view) bool { return kept == v })
			return got, err
		}
		v.asked.Do(func() {
			if v.opened.Load() == 0 {
				r.counts.diskHits.Add(1)
			}
		})
		r.memory.grown(f.facts)
		return got, err
	})
	if errors.Is(err, flight.ErrTooMany) {
		r.counts.layer(err)
	}
	if err != nil && !isAnswer(err) {
		err = &unreadError{err}
	}
	return got, err
}

func (f *files) key() string { return f.account.id + " " + f.facts.key }

// view is an image whose layers are in memory once they are asked for.
type view struct {
	*rootfs.Merged
	// opened counts the layers that were asked of the registry.
	opened atomic.Int64
	asked  sync.Once
}

func (f *files) view(ctx context.Context) (*view, error) {
	r := f.reader
	v, _, err := r.views.Do(ctx, f.key(), func(context.Context) (*view, error) {
		v := &view{}
		layers := f.facts.described.Layers(func(ctx context.Context, digest v1.Hash) (io.ReadCloser, error) {
			v.opened.Add(1)
			return r.layer(ctx, f.account, f.ref, digest)
		})
		v.Merged = rootfs.Open(layers, rootfs.Options{Limits: r.o.Limits, Cache: r.o.Cache})
		return v, nil
	})
	return v, err
}

// layer opens a layer with the account of who asks.
func (r *Reader) layer(ctx context.Context, a account, ref image.Ref, digest v1.Hash) (io.ReadCloser, error) {
	release, err := r.slots.take(ctx, ref.Host())
	if err != nil {
		return nil, err
	}
	session, err := r.session(ctx, a, ref.Repository)
	if err != nil {
		release()
		return nil, err
	}
	body, err := session.Layer(ctx, ref.String(), digest)
	if err != nil {
		release()
		r.endSession(a, ref.Repository, session)
		return nil, err
	}
	return &held{body, release}, nil
}
