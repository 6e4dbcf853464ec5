package images

import (
	"slices"
	"strings"
	"sync"

	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// facts is what is known of one image by its digest: its config, and what was answered about its files. The layers
// themselves, a thousand times as large, are not kept in memory.
type facts struct {
	key       string
	described *image.Described
	cost      int64 // as counted; guarded by the memory

	mu       sync.RWMutex
	answers  map[string]rootfs.Answer
	contents map[string]rootfs.Content
	refusal  *rootfs.UnpackError
	size     int64 // of the three above
}

func newFacts(key string, d *image.Described) *facts { return &facts{key: key, described: d} }

// What is kept of one image's files at most, and of one file's content: some dozen paths and a passwd file are asked for.
const (
	maxAnswers = 64 << 10
	maxContent = 32 << 10
)

func (f *facts) answer(path string) (a rootfs.Answer, ok bool) {
	f.mu.RLock()
	defer f.mu.RUnlock()
	a, ok = f.answers[path]
	return a, ok
}

func (f *facts) content(path string) (c rootfs.Content, ok bool) {
	f.mu.RLock()
	defer f.mu.RUnlock()
	c, ok = f.contents[path]
	return c, ok
}

func (f *facts) refused() *rootfs.UnpackError {
	f.mu.RLock()
	defer f.mu.RUnlock()
	return f.refusal
}

// refuse remembers why the image does not unpack. Another view may have read fewer layers, and not know it any more.
func (f *facts) refuse(refusal *rootfs.UnpackError) {
	if refusal != nil {
		f.refusal = refusal
	}
}

// Rough sizes of a map entry with its key's header, and of an entry with its program.
const (
	entryCost   = 64
	programCost = 224
)

func (f *facts) keepAnswer(path string, a rootfs.Answer, refusal *rootfs.UnpackError) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.refuse(refusal)
	cost := int64(entryCost + len(path) + len(a.Unknown))
	if a.Entry != nil {
		cost += programCost + int64(len(a.Entry.Link))
	}
	if _, known := f.answers[path]; known || f.size+cost > maxAnswers {
		return
	}
	if f.answers == nil {
		f.answers = map[string]rootfs.Answer{}
	}
	f.answers[strings.Clone(path)] = rootfs.Answer{Entry: apart(a.Entry), Unknown: a.Unknown}
	f.size += cost
}

func (f *facts) keepContent(path string, c rootfs.Content, refusal *rootfs.UnpackError) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.refuse(refusal)
	cost := int64(entryCost + len(path) + len(c.Data) + len(c.Unknown))
	if _, known := f.contents[path]; known || len(c.Data) > maxContent || f.size+cost > maxAnswers {
		return
	}
	if f.contents == nil {
		f.contents = map[string]rootfs.Content{}
	}
	f.contents[strings.Clone(path)] = rootfs.Content{Data: slices.Clone(c.Data), Unknown: c.Unknown}
	f.size += cost
}

// apart is a copy of an entry that does not keep the layer alive of whose names its own are parts.
func apart(e *rootfs.Entry) *rootfs.Entry {
	if e == nil {
		return nil
	}
	c := *e
	c.Path, c.Link, c.Capability = strings.Clone(c.Path), strings.Clone(c.Link), slices.Clone(c.Capability)
	if c.Program != nil {
		p := *c.Program
		p.Interpreter, p.Argument = strings.Clone(p.Interpreter), strings.Clone(p.Argument)
		p.Damaged, p.Unknown = strings.Clone(p.Damaged), strings.Clone(p.Unknown)
		c.Program = &p
	}
	return &c
}

func (f *facts) footprint() int64 {
	f.mu.RLock()
	defer f.mu.RUnlock()
	return int64(len(f.key)+f.described.Footprint()) + f.size
}
