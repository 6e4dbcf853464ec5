package known

import (
	"maps"
	"slices"
)

// Join is what is known if it is not known which of two ways the build went: what both agree on. Both must have been
// forked from one tree.
func Join(s *Session, a, b *Tree, because string) *Tree {
	if a == nil {
		return b
	}
	if b == nil || a.root == b.root && len(a.doubts) == len(b.doubts) {
		return a
	}
	j := &Tree{own: new(token), clock: max(a.clock, b.clock) + 1}
	j.doubts = joinDoubts(a.doubts, b.doubts)
	j.root = joiner{s, because}.nodes(a.root, b.root, "/")
	return j
}

// joinDoubts keeps the doubts of both in the order of their time. Those that both have are from before the fork.
func joinDoubts(a, b []Doubt) []Doubt {
	common := 0
	for common < len(a) && common < len(b) && a[common] == b[common] {
		common++
	}
	out := slices.Concat(a[:common], a[common:], b[common:])
	slices.SortStableFunc(out[common:], func(x, y Doubt) int { return x.at - y.at })
	seen := map[Doubt]bool{}
	for i := len(out) - 1; i >= 0; i-- {
		key := Doubt{Because: out[i].Because, Accounts: out[i].Accounts}
		if seen[key] {
			out = slices.Delete(out, i, i+1)
		}
		seen[key] = true
	}
	for len(out) > maxDoubts {
		out[1].Accounts = max(out[0].Accounts, out[1].Accounts)
		out = out[1:]
	}
	return out
}

type joiner struct {
	s       *Session
	because string
}

func (j joiner) nodes(a, b *node, path string) *node {
	switch {
	case a == b:
		return a
	case a.entry == nil && b.entry == nil && a.unknown == "" && b.unknown == "":
		return absent(min(a.since, b.since))
	case a.entry == nil || b.entry == nil || !sameObject(a, b):
		if a.isDir() && b.isDir() {
			break
		}
		return unknown(j.because)
	case !a.isDir():
		return j.files(a, b, path)
	}
	return j.dirs(a, b, path)
}

// sameObject compares what lstat shows.
func sameObject(a, b *node) bool {
	x, y := a.entry, b.entry
	return x.Type == y.Type && x.Mode == y.Mode && x.UID == y.UID && x.GID == y.GID && x.Link == y.Link
}

func (j joiner) files(a, b *node, path string) *node {
	n := &node{entry: a.entry, since: min(a.since, b.since)}
	if a.content == b.content && (a.origin == b.origin || a.origin != nil && b.origin != nil && *a.origin == *b.origin) {
		n.content, n.origin = a.content, a.origin
		return n
	}
	c := j.contents(a.bytes(j.s), b.bytes(j.s), path)
	n.content = &c
	if !c.Complete() {
		e := *a.entry
		e.Program, e.Size = nil, 0
		n.entry = &e
	}
	return n
}

func (n *node) bytes(s *Session) Content {
	switch {
	case n.content != nil:
		return *n.content
	case n.origin != nil:
		return n.origin.src.read(s, n.origin.path)
	}
	return Unreadable("its content is not known")
}

// contents keeps the lines that both have in common from the beginning, and doubts the rest.
func (j joiner) contents(a, b Content, path string) Content {
	if a.equal(b) {
		return a
	}
	doubt := Doubt{Because: j.because, Accounts: AnyAccount}
	if !accountFile(path) {
		return Content{More: []Doubt{doubt}}
	}
	x, y := slices.Collect(linesOf(a.Data)), slices.Collect(linesOf(b.Data))
	same := 0
	for same < len(x) && same < len(y) && x[same] == y[same] {
		same++
	}
	var out Content
	for _, l := range x[:same] {
		out.Data = append(out.Data, l...)
	}
	out = out.WithDoubts(a.More...).WithDoubts(b.More...).WithDoubts(doubt)
	for name, v := range a.Vague {
		if _, both := b.Vague[name]; both {
			out.Vague = map[string]Vague{name: {Because: v.Because}}
		}
	}
	return out
}

func (j joiner) dirs(a, b *node, path string) *node {
	if !j.s.spend() {
		return unknown(tooMuchWork)
	}
	n := &node{entry: a.entry, since: min(a.since, b.since), rest: a.rest, layers: a.layers}
	if !sameObject(a, b) {
		n.entry, n.unknown, n.veiled = nil, j.because, true
	}
	if a.rest != b.rest || !slices.Equal(a.layers, b.layers) {
		n.rest, n.layers = j.because, nil
	}
	names := maps.Clone(a.kids)
	if names == nil {
		names = map[string]*node{}
	}
	maps.Copy(names, b.kids)
	for name := range names {
		n.set(name, j.nodes(a.child(j.s, name), b.child(j.s, name), join(path, name)))
	}
	if n.veiled && n.rest == "" {
		n.rest = j.because
	}
	return n
}

// linesOf are the lines of data with their ends.
func linesOf(data []byte) func(func(string) bool) {
	return func(yield func(string) bool) {
		for len(data) > 0 {
			end := len(data)
			if i := slices.Index(data, '\n'); i >= 0 {
				end = i + 1
			}
			if !yield(string(data[:end])) {
				return
			}
			data = data[end:]
		}
	}
}
