package images

import (
	"sync"

	"github.com/hullcheck/hullcheck/pkg/image"
)

// roots remember what references last stood for, whoever asked: not whether anybody may know it.
type roots struct {
	mu    sync.Mutex
	max   int
	known map[string]root
}

// root is a digest, and the images that it leads to: by their keys, so that the memory may forget them.
type root struct {
	digest    string
	keys      []string
	platforms []image.Platform
}

func rootOf(digest string, o *opened) root {
	out := root{digest: digest}
	for _, m := range o.images {
		out.keys, out.platforms = append(out.keys, m.facts.key), append(out.platforms, m.platform)
	}
	return out
}

// opened is nil where some image was forgotten.
func (r root) opened(m *memory) *opened {
	out := &opened{}
	for i, key := range r.keys {
		f := m.find(key)
		if f == nil {
			return nil
		}
		out.images = append(out.images, member{facts: f, platform: r.platforms[i]})
	}
	return out
}

func (r *roots) init(size int64) { r.max, r.known = int(size), map[string]root{} }

func (r *roots) get(key string) (root, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	found, ok := r.known[key]
	return found, ok
}

// put forgets everything where there is no room, which costs time only.
func (r *roots) put(key string, v root) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.known) >= r.max {
		clear(r.known)
	}
	r.known[key] = v
}
