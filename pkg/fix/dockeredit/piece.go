package dockeredit

import (
	"cmp"
	"slices"
	"strings"
)

// change replaces the bytes from start to end, which may be none, by text.
type change struct {
	start, end int
	text       string
}

// apply makes changes that do not overlap, given in any order. Of two at one place the first one comes first.
func apply(content []byte, changes []change) []byte {
	var out []byte
	at := 0
	for _, c := range inOrder(changes) {
		out = append(append(out, content[at:c.start]...), c.text...)
		at = c.end
	}
	return append(out, content[at:]...)
}

func inOrder(changes []change) []change {
	sorted := slices.Clone(changes)
	slices.SortStableFunc(sorted, func(a, b change) int { return cmp.Compare(a.start, b.start) })
	return sorted
}

// piece is a stretch of the changed file: bytes of the original, or text that a step wrote. A step that only deletes
// leaves an empty text.
type piece struct {
	original   bool
	start, end int
	text       string
	step       int
}

func (p piece) length() int {
	if p.original {
		return p.end - p.start
	}
	return len(p.text)
}

// cut splits a piece behind n bytes.
func (p piece) cut(n int) (piece, piece) {
	a, b := p, p
	if p.original {
		a.end, b.start = p.start+n, p.start+n
	} else {
		a.text, b.text = p.text[:n], p.text[n:]
	}
	return a, b
}

// pieces are the changed file, so that many steps come to one set of changes of the original.
type pieces []piece

func piecesOf(content []byte) pieces { return pieces{{original: true, end: len(content)}} }

// with makes the changes of a step, whose offsets are those of the file as it is now.
func (ps pieces) with(step int, changes []change) pieces {
	sorted := inOrder(changes)
	slices.Reverse(sorted) // from the end, so that the offsets of those before stay true
	for _, c := range sorted {
		before, rest := ps.split(c.start)
		_, after := rest.split(c.end - c.start)
		ps = slices.Concat(before, pieces{{text: c.text, step: step}}, after)
	}
	return ps
}

// split divides the file behind n bytes.
func (ps pieces) split(n int) (before, after pieces) {
	for i, p := range ps {
		if n < p.length() {
			a, b := p.cut(n)
			if n > 0 {
				before = append(before, a)
			}
			return before, append(pieces{b}, ps[i+1:]...)
		}
		before = append(before, p)
		n -= p.length()
	}
	return before, nil
}

// grouped is a change of the original and the steps that it comes from.
type grouped struct {
	change
	steps []int
}

// changes are the changes of the original that make the file what it is now: one for each place.
func (ps pieces) changes(size int) []grouped {
	var out []grouped
	var text strings.Builder
	var steps []int
	at := 0
	for _, p := range append(slices.Clone(ps), piece{original: true, start: size, end: size}) {
		if !p.original {
			text.WriteString(p.text)
			steps = append(steps, p.step)
			continue
		}
		if len(steps) > 0 {
			out = append(out, grouped{change{at, p.start, text.String()}, steps})
			text.Reset()
			steps = nil
		}
		at = p.end
	}
	return out
}
