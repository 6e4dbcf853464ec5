package manifest

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// Written is one document as it stands in its file: the nodes, and which bytes of the text each of them takes. It is for
// those who edit text and must leave alone what they do not mean.
//
// Values are not taken from nodes: yes is a string to the node tree and true to the API server. Value has them.
type Written struct {
	doc *document
	// Base is the pointer of the object in the document: "" but for the items of a List.
	Base string
}

// Written gives the document that holds the object; ok is false for one that does not stand in a file as it is, because it
// was built, rendered, or piped in from a template.
func (o *Object) Written() (w *Written, ok bool) {
	p, ok := o.places.(places)
	if !ok || p.tree() == nil {
		return nil, false
	}
	return &Written{doc: p.document, Base: p.base}, true
}

// Written gives the document of the fields; ok is false where they stand in a string of another document.
func (f *Fields) Written() (w *Written, ok bool) {
	if f.outer != nil || f.doc.tree() == nil {
		return nil, false
	}
	return &Written{doc: f.doc}, true
}

// File is the name of the file as it is reported.
func (w *Written) File() string { return w.doc.text.file }

// Text is that of the whole file, as UTF-8 without a byte order mark. Offsets count in it.
func (w *Written) Text() []byte { return w.doc.text.data }

// Span is where the document stands in the text.
func (w *Written) Span() (start, end int) { return w.doc.start, w.doc.end }

// JSON tells that the document is a JSON value.
func (w *Written) JSON() bool { return w.doc.json }

// Root is the root of the node tree; nil where the text is none (any more).
func (w *Written) Root() *yaml.Node { return w.doc.tree() }

// With is the document after an edit inside of it that made text out of Text.
func (w *Written) With(edited []byte) *Written {
	grown := len(edited) - len(w.doc.text.data)
	t := &text{file: w.doc.text.file, data: edited}
	return &Written{doc: &document{text: t, start: w.doc.start, end: w.doc.end + grown, json: w.doc.json}, Base: w.Base}
}

// Extent gives the bytes that a scalar or an alias is written with, quotes included and anchor and tag left out; of a
// block scalar those of its header, of a mapping or sequence its first rune.
func (w *Written) Extent(n *yaml.Node) (start, end int) { return w.doc.extent(n) }

// Child gives the entry of a mapping by its name in JSON. own is false for one that a merge key brings in from elsewhere.
func (w *Written) Child(mapping *yaml.Node, name string) (key, value *yaml.Node, own bool) {
	lookups := keyLookup{budget: maxLookups}
	n, ok := lookups.find(mapping, name)
	if !ok {
		return nil, nil, false
	}
	return n.key, n.value, slices.Contains(mapping.Content, n.key)
}

// Location is the place of the bytes from start to end.
func (w *Written) Location(start, end int) finding.Location { return w.doc.text.location(start, end) }

// Value reads the document as strictly as the API server would: JSON types, numbers as json.Number.
func (w *Written) Value() (any, error) {
	if !w.doc.json {
		v, fault := w.doc.value(Limits{}.withDefaults())
		if fault != nil {
			return nil, fault
		}
		return v, nil
	}
	var strict any
	if fault := w.doc.unmarshal(w.doc.bytes(), &strict); fault != nil {
		return nil, fault
	}
	if depth(w.doc.bytes()) > (Limits{}).withDefaults().Depth {
		return nil, errors.New("nested too deep")
	}
	dec := json.NewDecoder(strings.NewReader(string(w.doc.bytes())))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		return nil, fmt.Errorf("read JSON: %w", err)
	}
	return v, nil
}
