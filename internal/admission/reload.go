package admission

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// Reloader keeps a handler's rulebook up with the files that it is made of: all of a new state, or nothing of it.
type Reloader struct {
	Handler *Handler
	Log     *slog.Logger
	Metrics *Metrics
	// Load makes a rulebook of the files as they stand.
	Load func(context.Context) (*Rulebook, error)
	// Files are files and folders whose change is a reason to load; asked anew each time, as the configuration names some.
	Files func() []string

	seen [sha256.Size]byte
}

// Start loads the first rulebook; without one there is nothing to serve.
func (r *Reloader) Start(ctx context.Context) error { return r.load(ctx) }

// Follow loads again whenever the files have changed, until ctx is done.
func (r *Reloader) Follow(ctx context.Context, every time.Duration) {
	for sleep(ctx, every) {
		if fingerprint(r.Files()) == r.seen {
			continue
		}
		if err := r.load(ctx); err != nil && ctx.Err() == nil {
			r.Log.Error("policy not loaded: the one before stays in use", "error", err.Error())
		}
	}
}

func (r *Reloader) load(ctx context.Context) error {
	start := time.Now()
	files := r.Files()
	// What changes while it is read must be seen to have changed.
	r.seen = fingerprint(files)
	b, err := r.Load(ctx)
	r.Metrics.loaded("policy", err)
	if err != nil {
		return err
	}
	r.Handler.Use(b)
	if !slices.Equal(files, r.Files()) {
		// The new configuration names others, which may have changed since they were read: they are read once more.
		r.seen = [sha256.Size]byte{}
	}
	r.Log.Info("policy loaded", "took", time.Since(start).Round(time.Millisecond).String())
	return nil
}

// maxWatched bounds the bytes that are compared: a policy folder is small.
const maxWatched = 64 << 20

// fingerprint is what files and folders hold. What cannot be read is part of it by its error.
func fingerprint(paths []string) [sha256.Size]byte {
	h := sha256.New()
	left := int64(maxWatched)
	add := func(name string, data []byte) {
		_ = binary.Write(h, binary.BigEndian, []int64{int64(len(name)), int64(len(data))}) // a hash takes all
		h.Write([]byte(name))
		h.Write(data)
	}
	for _, p := range paths {
		// A mounted ConfigMap is a link, which WalkDir would not follow.
		if target, err := filepath.EvalSymlinks(p); err == nil {
			p = target
		}
		if err := filepath.WalkDir(p, func(path string, _ fs.DirEntry, err error) error {
			var data []byte
			if err == nil {
				data, err = readWatched(path, &left)
			}
			if err != nil {
				data = []byte(err.Error())
			}
			add(path, data)
			return nil
		}); err != nil {
			add(p, []byte(err.Error()))
		}
	}
	return [sha256.Size]byte(h.Sum(nil))
}

// readWatched reads a file, as long as there are bytes left; of what is no file it reads nothing.
func readWatched(path string, left *int64) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		return nil, err
	}
	if *left -= info.Size(); *left < 0 {
		return nil, fmt.Errorf("more than %d bytes", maxWatched)
	}
	return os.ReadFile(path)
}
