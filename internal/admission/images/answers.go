package images

import (
	"slices"
	"sync"
	"unique"

	"github.com/hullcheck/hullcheck/pkg/image"
	"github.com/hullcheck/hullcheck/pkg/image/rootfs"
)

// facts is what is known of one image by its digest: its config, and what was answered about its files. The layers
// themselves, a thousand times as large, are not kept in memory.
type facts struct {
	key       string
	described *image.Described
	strings   []unique.Handle[string] // of described
	cost      int64                   // as counted; guarded by the memory

	mu       sync.RWMutex
	answers  []keptAnswer // a dozen, in no order
	contents []keptContent
	refusal  *rootfs.UnpackError
	size     int64 // of the three above
}

// What is kept of one image's files at most, and of one file's content: some dozen paths and a passwd file are asked for.
const (
	maxAnswers = 32 << 10
	maxContent = 16 << 10
)

func (f *facts) answer(path string) (a rootfs.Answer, ok bool) {
	f.mu.RLock()
	defer f.mu.RUnlock()
	for i := range f.answers {
		if f.answers[i].path.Value() == path {
			return f.answers[i].answer(), true
		}
	}
	return a, false
}

func (f *facts) content(path string) (c rootfs.Content, ok bool) {
	f.mu.RLock()
	defer f.mu.RUnlock()
	for i := range f.contents {
		if f.contents[i].path.Value() == path {
			return f.contents[i].content(), true
		}
	}
	return c, false
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

// What an answer takes where no other image has an equal one: handles, an entry, its program.
const (
	keptCost  = 64
	entryCost = 192
)

func (f *facts) keepAnswer(path string, a rootfs.Answer, refusal *rootfs.UnpackError) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.refuse(refusal)
	cost := int64(keptCost + len(path) + len(a.Unknown))
	if a.Entry != nil {
		cost += entryCost + int64(len(a.Entry.Link))
	}
	known := slices.ContainsFunc(f.answers, func(k keptAnswer) bool { return k.path.Value() == path })
	if known || f.size+cost > maxAnswers {
		return
	}
	f.answers = append(f.answers, keepAnswer(path, a))
	f.size += cost
}

func (f *facts) keepContent(path string, c rootfs.Content, refusal *rootfs.UnpackError) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.refuse(refusal)
	cost := int64(keptCost + len(path) + len(c.Data) + len(c.Unknown))
	known := slices.ContainsFunc(f.contents, func(k keptContent) bool { return k.path.Value() == path })
	if known || len(c.Data) > maxContent || f.size+cost > maxAnswers {
		return
	}
	f.contents = append(f.contents, keepContent(path, c))
	f.size += cost
}

func (f *facts) footprint() int64 {
	f.mu.RLock()
	defer f.mu.RUnlock()
	return int64(len(f.key)+f.described.Footprint()) + f.size
}
