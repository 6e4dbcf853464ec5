package check

import (
	"crypto/sha256"
	"sync"

	"github.com/hullcheck/hullcheck/pkg/policy"
)

// memo remembers what the rules of a group said of the facts that they read, so that facts which a hundred workloads share
// are judged once. It rests on the purity of rules: equal facts have equal hits.
//
// Positions are not part of what is compared: the pointers of pod and container are replaced by marks on the way in, and
// put back on the way out.
type memo struct {
	mu   sync.Mutex
	hits map[memoKey][]policy.Hit
	// asked and met count look-ups and those that were answered.
	asked, met int
}

// memoSize bounds the memory of a long run; a full memo forgets everything, which costs time only.
const memoSize = 1 << 14

type memoKey [sha256.Size]byte

// keyOf is the key of what a group of rules reads of an input. buf is room to write it in.
func keyOf(buf []byte, kind string, g *policy.Group, in any, m marks) (key memoKey, used []byte) {
	used = g.Facts(append(append(buf[:0], kind...), 0), in, m.write)
	return sha256.Sum256(used), used
}

// get returns the hits of equal facts, as they would be at the places of m.
func (m *memo) get(k memoKey, at marks) ([]policy.Hit, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.asked++
	hits, ok := m.hits[k]
	if !ok {
		return nil, false
	}
	m.met++
	return rewrite(hits, at.unmark), true
}

// put remembers the hits of an input.
func (m *memo) put(k memoKey, hits []policy.Hit, at marks) {
	marked := rewrite(hits, at.mark)
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.hits == nil || len(m.hits) >= memoSize {
		m.hits = map[memoKey][]policy.Hit{}
	}
	m.hits[k] = marked
}

// rewrite copies hits with every string passed through f.
func rewrite(hits []policy.Hit, f func(string) string) []policy.Hit {
	if len(hits) == 0 {
		return nil
	}
	out := make([]policy.Hit, len(hits))
	for i, h := range hits {
		h.Message, h.Path, h.Write = f(h.Message), f(h.Path), f(h.Write)
		related := make([]policy.HitRelated, len(h.Related))
		for j, r := range h.Related {
			related[j] = policy.HitRelated{Message: f(r.Message), Path: f(r.Path)}
		}
		h.Related = related
		out[i] = h
	}
	return out
}
