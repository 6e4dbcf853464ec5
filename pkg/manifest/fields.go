package manifest

import (
	"encoding/json"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/jsonpointer"
)

// Fields is one YAML document or JSON value that need not be a Kubernetes object, with the places of its fields: a
// kustomization, a patch, the metadata of a chart.
type Fields struct {
	// Value is what sigs.k8s.io/yaml makes of it: JSON types, numbers as json.Number.
	Value any

	doc *document
	// outer is set where the text is that of a block scalar in another document.
	outer *inset
}

// ReadFields reads all documents of a text that hold something. The documents before a fault are returned beside it.
// A fault whose cause is ErrAliases is one that decoding the text regardless would make expensive.
func ReadFields(file string, data []byte, limits Limits) ([]*Fields, *Error) {
	return readFields(file, data, limits, nil)
}

func readFields(file string, data []byte, limits Limits, outer *inset) ([]*Fields, *Error) {
	limits = limits.withDefaults()
	out, bad, ok := utf8Text(data)
	t := &text{file: file, data: out}
	if !ok {
		return nil, t.fault(bad, "invalid UTF-16", "save the file as UTF-8 text")
	}
	var all []*Fields
	for s := range split(t.data) {
		d := &document{text: t, start: s.start, end: s.end}
		if firstContent(d.bytes()) < 0 {
			continue
		}
		value, fault := d.value(limits)
		if fault != nil {
			return all, outer.fault(fault)
		}
		all = append(all, &Fields{Value: value, doc: d, outer: outer})
	}
	return all, nil
}

// value reads the document as JSON types.
func (d *document) value(limits Limits) (any, *Error) {
	start := firstContent(d.bytes())
	if len(d.bytes()) > limits.DocumentBytes {
		return nil, d.fault(start, fmt.Sprintf("the document is larger than %d bytes", limits.DocumentBytes), "")
	}
	raw, fault := d.yamlJSON(limits)
	if fault != nil {
		return nil, fault
	}
	if depth(raw) > limits.Depth {
		return nil, d.depthFault(limits.Depth)
	}
	dec := json.NewDecoder(strings.NewReader(string(raw)))
	dec.UseNumber()
	var value any
	if err := dec.Decode(&value); err != nil {
		return nil, d.fault(start, fmt.Sprintf("invalid JSON: %v", err), "")
	}
	return value, nil
}

// Locate gives the place of a JSON pointer as Object.Locate does. found is false where the field is not there and the
// place is its nearest parent's. "" is the first key of the document, or its kind where it has one.
func (f *Fields) Locate(pointer string) (at finding.Location, found bool) {
	root := f.doc.tree()
	if root == nil {
		return f.outer.location(f.doc.ownPlace()), false
	}
	object := node{value: deref(root)}
	target, found := f.doc.walk(object, jsonpointer.Steps(pointer))
	if target.value == object.value {
		return f.outer.location(f.doc.locationOf(objectKey(object.value))), found
	}
	return f.outer.location(f.doc.locationOf(face(target, found))), found
}

// Inside reads the text of a string as documents of their own, whose places are still those of the file: the patch that
// a kustomization holds. Of a block scalar every line is known; of other strings the place is that of the whole string.
func (f *Fields) Inside(pointer string, limits Limits) ([]*Fields, *Error) {
	content, ok := jsonpointer.At(f.Value, pointer).(string)
	if !ok {
		return nil, nil
	}
	place, _ := f.Locate(pointer)
	in := &inset{text: f.doc.text, whole: place}
	if root := f.doc.tree(); root != nil && f.outer == nil {
		target, found := f.doc.walk(node{value: deref(root)}, jsonpointer.Steps(pointer))
		if found && target.value.Style&yaml.LiteralStyle != 0 {
			in.block(f.doc, target.value, content)
		}
	}
	return readFields(f.doc.text.file, []byte(content), limits, in)
}
