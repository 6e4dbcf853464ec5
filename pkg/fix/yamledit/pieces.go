package yamledit

import "slices"

// piece is a run of bytes: of the original text, or (from < 0) written anew.
type piece struct {
	from, to int
	text     string
}

func (p piece) len() int {
	if p.from < 0 {
		return len(p.text)
	}
	return p.to - p.from
}

// pieces is a text after edits, in terms of the text before them, so that many small edits of a changing text end up as
// edits of the original.
type pieces struct {
	original []byte
	list     []piece
}

func newPieces(original []byte) *pieces {
	return &pieces{original: original, list: []piece{{from: 0, to: len(original)}}}
}

// replace edits the text as it is now.
func (p *pieces) replace(e Edit) {
	i := p.cut(e.Start)
	j := p.cut(e.End)
	var insert []piece
	if e.Text != "" {
		insert = []piece{{from: -1, text: e.Text}}
	}
	p.list = slices.Replace(p.list, i, j, insert...)
}

// cut makes a piece begin at an offset and gives its index.
func (p *pieces) cut(offset int) int {
	for i, x := range p.list {
		switch {
		case offset == 0:
			return i
		case offset >= x.len():
			offset -= x.len()
			continue
		}
		left, right := x, x
		if x.from < 0 {
			left.text, right.text = x.text[:offset], x.text[offset:]
		} else {
			left.to, right.from = x.from+offset, x.from+offset
		}
		p.list = slices.Replace(p.list, i, i+1, left, right)
		return i + 1
	}
	return len(p.list)
}

// edits lists what differs from the original, in the order of the text; neighbours are one edit.
func (p *pieces) edits() []Edit {
	var out []Edit
	pos, text := 0, ""
	flush := func(to int) {
		if text != "" || to > pos {
			out = append(out, Edit{Start: pos, End: to, Text: text})
		}
		text = ""
	}
	for _, x := range p.list {
		switch {
		case x.from < 0:
			text += x.text
		case x.len() > 0:
			flush(x.from)
			pos = x.to
		}
	}
	flush(len(p.original))
	return out
}

// Apply makes the edits, which must be in the order of the text and not overlap.
func Apply(text []byte, edits []Edit) []byte {
	var out []byte
	pos := 0
	for _, e := range edits {
		out = append(out, text[pos:e.Start]...)
		out = append(out, e.Text...)
		pos = e.End
	}
	return append(out, text[pos:]...)
}
