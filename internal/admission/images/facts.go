package images

import (
	"container/list"
	"sync"

	"github.com/hullcheck/hullcheck/pkg/image"
)

// memory holds facts by repository and digest, those that were asked for last; it is the image.Memory of all openers.
type memory struct {
	images, bytes int64

	mu    sync.Mutex
	facts map[string]*list.Element
	order *list.List // of *facts, the last asked for at the front
	held  int64
}

func newMemory(images, bytes int64) *memory {
	return &memory{images: images, bytes: bytes, facts: map[string]*list.Element{}, order: list.New()}
}

// maxFacts is the footprint from which an image is not worth the room of hundreds of others.
const maxFacts = 256 << 10

// Get implements image.Memory.
func (m *memory) Get(key string) *image.Described {
	if f := m.find(key); f != nil {
		return f.described
	}
	return nil
}

// Put implements image.Memory.
func (m *memory) Put(key string, d *image.Described) {
	kept := *d
	f := &facts{key: key, described: &kept}
	kept.Image.Config, f.strings = shared(d.Image.Config)
	m.add(f)
}

func (m *memory) find(key string) *facts {
	m.mu.Lock()
	defer m.mu.Unlock()
	e := m.facts[key]
	if e == nil {
		return nil
	}
	m.order.MoveToFront(e)
	return factsOf(e)
}

func factsOf(e *list.Element) *facts {
	f, _ := e.Value.(*facts) // nothing else is put there
	return f
}

// add keeps f unless its key is known already, and gives what is kept under the key.
func (m *memory) add(f *facts) *facts {
	m.mu.Lock()
	defer m.mu.Unlock()
	if e := m.facts[f.key]; e != nil {
		return factsOf(e)
	}
	f.cost = f.footprint()
	if f.cost <= maxFacts {
		m.facts[f.key] = m.order.PushFront(f)
		m.held += f.cost
		m.makeRoom()
	}
	return f
}

// grown counts what was learned of f since it was added.
func (m *memory) grown(f *facts) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if e := m.facts[f.key]; e == nil || factsOf(e) != f {
		return
	}
	cost := f.footprint()
	m.held += cost - f.cost
	f.cost = cost
	m.makeRoom()
}

func (m *memory) makeRoom() {
	for m.order.Len() > 0 && (m.held > m.bytes || int64(m.order.Len()) > m.images) {
		last := m.order.Back()
		f := factsOf(last)
		m.order.Remove(last)
		delete(m.facts, f.key)
		m.held -= f.cost
	}
}

func (m *memory) size() (images, bytes int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return int64(m.order.Len()), m.held
}
