package kustomize

import (
	"strings"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/jsonpointer"
	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// writer is a piece of text that may have written a field of an object: its resource, a patch, an entry of a
// kustomization.
type writer interface {
	// find tells how much of a path the text holds.
	find(p *probe) held
}

// held is what a writer has of a path.
type held struct {
	// depth is how many steps of the path it holds.
	depth int
	// value is what it writes at the whole path.
	value any
	// removes: at depth it takes away what stood there.
	removes bool
	// at gives the place of the first n steps.
	at func(n int) finding.Location
}

func (h held) whole(p *probe) bool { return h.depth == len(p.steps) && !h.removes }

// document is an object, or a part of one, as it is written: a resource or a strategic merge patch. base is its pointer
// in the document.
type document struct {
	fields *manifest.Fields
	base   string
	value  any
	patch  bool
}

func (d document) find(p *probe) held {
	there, value := p.translate(d.value)
	h := held{depth: len(there), value: value}
	h.at = func(n int) finding.Location {
		pointer := d.base
		for _, s := range there[:min(n, len(there))] {
			pointer = jsonpointer.Child(pointer, s)
		}
		at, _ := d.fields.Locate(pointer)
		return at
	}
	if m, ok := value.(map[string]any); d.patch && (value == nil && h.depth > 0 || ok && m["$patch"] == "delete") {
		h.removes = true
	}
	return h
}

// setting is an entry of a kustomization that sets a field to a value.
type setting struct {
	fields  *manifest.Fields
	pointer string
	// sets tells whether it writes the path, and what.
	sets func(p *probe) (value any, ok bool)
}

func (s setting) find(p *probe) held {
	value, ok := s.sets(p)
	if !ok {
		return held{depth: -1}
	}
	return held{depth: len(p.steps), value: value, at: func(int) finding.Location {
		at, _ := s.fields.Locate(s.pointer)
		return at
	}}
}

// derives: a value that kustomize has changed since it was written, such as a name that got a prefix or a text with
// variables, still shows what was written.
func derives(built, written any) bool {
	b, ok := built.(string)
	w, ok2 := written.(string)
	w = strings.TrimSpace(w)
	return ok && ok2 && w != "" && (strings.Contains(b, w) || strings.Contains(w, "$("))
}
