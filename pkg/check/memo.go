package check

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strings"
	"sync"

	"github.com/hullcheck/hullcheck/pkg/policy"
	"github.com/hullcheck/hullcheck/pkg/policy/input"
)

// memo remembers what the rules said of a container, so that equal containers of a hundred workloads are judged once. It
// rests on the purity of rules: equal inputs have equal hits.
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
const memoSize = 4096

// The marks stand for the pod's and the container's pointer. "~ " is no escape of RFC 6901, so no real pointer holds one.
const (
	podMark       = "/~ pod"
	containerMark = "/~ container"
)

type memoKey [sha256.Size]byte

// keyOf is the key of a container input. Only whole strings and their beginnings are taken for pointers: a program named
// /opt/spec/run is none.
func keyOf(in *input.Container) (memoKey, error) {
	raw, err := json.Marshal(in)
	if err != nil {
		return memoKey{}, fmt.Errorf("encode input: %w", err)
	}
	for _, m := range marks(in) {
		raw = bytes.ReplaceAll(raw, []byte(`"`+m.pointer+`/`), []byte(`"`+m.mark+`/`))
		raw = bytes.ReplaceAll(raw, []byte(`"`+m.pointer+`"`), []byte(`"`+m.mark+`"`))
	}
	return sha256.Sum256(raw), nil
}

type mark struct{ pointer, mark string }

// marks lists the longer pointer first, as the container lies in the pod.
func marks(in *input.Container) [2]mark {
	return [2]mark{{in.Path, containerMark}, {in.PodPath, podMark}}
}

// get returns the hits of an equal container, as they would be for in.
func (m *memo) get(k memoKey, in *input.Container) ([]policy.Hit, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.asked++
	hits, ok := m.hits[k]
	if !ok {
		return nil, false
	}
	m.met++
	return rewrite(hits, func(s string) string {
		for _, p := range marks(in) {
			s = strings.ReplaceAll(s, p.mark, p.pointer)
		}
		return s
	}), true
}

// put remembers the hits of in.
func (m *memo) put(k memoKey, in *input.Container, hits []policy.Hit) {
	marked := rewrite(hits, func(s string) string {
		for _, p := range marks(in) {
			s = replacePointer(s, p.pointer, p.mark)
		}
		return s
	})
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.hits == nil || len(m.hits) >= memoSize {
		m.hits = map[memoKey][]policy.Hit{}
	}
	m.hits[k] = marked
}

// rewrite copies hits with every string passed through f.
func rewrite(hits []policy.Hit, f func(string) string) []policy.Hit {
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

// replacePointer replaces a pointer that stands by itself or begins a longer one: never /containers/1 in /containers/10,
// nor /spec in /opt/spec.
func replacePointer(s, pointer, mark string) string {
	var b strings.Builder
	for at := 0; ; {
		i := strings.Index(s[at:], pointer)
		if i < 0 {
			b.WriteString(s[at:])
			return b.String()
		}
		start, end := at+i, at+i+len(pointer)
		b.WriteString(s[at:start])
		if start > 0 && (isNameByte(s[start-1]) || s[start-1] == '/' || s[start-1] == '.') || end < len(s) && isNameByte(s[end]) {
			b.WriteString(pointer)
		} else {
			b.WriteString(mark)
		}
		at = end
	}
}

func isNameByte(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == '-' || c == '~'
}
