package manifest

import (
	"fmt"
	"strings"

	k8sjson "sigs.k8s.io/json"

	"github.com/hullcheck/hullcheck/pkg/jsonpointer"
)

// objects reads what a document holds, given as JSON: an object, or a List of them.
func (r *reading) objects(d *document, raw []byte) {
	if depth(raw) > r.limits.Depth {
		r.fail(d.depthFault(r.limits.Depth))
		return
	}
	if !d.json && r.known(d, raw) {
		return
	}
	var value any
	if fault := d.unmarshal(raw, &value); fault != nil {
		r.fail(fault)
		return
	}
	switch v := value.(type) {
	case map[string]any:
		r.object(d, part{value: v, raw: raw, item: -1})
	case []any:
		if i := firstObject(v); i >= 0 {
			l := places{document: d}.locate(jsonpointer.Element("", i))
			r.fail(errorAt(l, "kubectl does not read objects in a bare list", "make them items of a List"))
			return
		}
		r.stranger(d)
	default:
		r.stranger(d)
	}
}

// known reads an object of a kind whose every field is known, without making maps of it; false where it is none. What was
// written as JSON may have a key twice, which is found in the maps.
func (r *reading) known(d *document, raw []byte) bool {
	var h typeHead
	if err := k8sjson.UnmarshalCaseSensitivePreserveInts(raw, &h); err != nil {
		return false
	}
	apiVersion, kind := word(h.APIVersion), word(h.Kind)
	if _, ok := kinds[[2]string{apiVersion, kind}]; !ok {
		return false
	}
	r.filled(r.newObject(places{document: d}, -1, apiVersion, kind, later(raw)), raw)
	return true
}

// unmarshal reads JSON with integers kept. Of what was written as JSON it refuses a key that is there twice; what was
// converted from YAML has none.
func (d *document) unmarshal(raw []byte, value *any) *Error {
	var strict []error
	var err error
	if d.json {
		strict, err = k8sjson.UnmarshalStrict(raw, value, k8sjson.DisallowDuplicateFields)
	} else {
		err = k8sjson.UnmarshalCaseSensitivePreserveInts(raw, value)
	}
	start := max(0, firstContent(d.bytes()))
	switch {
	case err != nil:
		return d.fault(start, fmt.Sprintf("invalid JSON: %v", err), "")
	case len(strict) == 0:
		return nil
	}
	if dups := duplicates(d.tree()); len(dups) > 0 {
		return d.duplicateFault(dups[0])
	}
	return d.fault(start, strict[0].Error(), "keep one of them")
}

func firstObject(list []any) int {
	for i, e := range list {
		if m, ok := e.(map[string]any); ok && word(m["apiVersion"]) != "" && word(m["kind"]) != "" {
			return i
		}
	}
	return -1
}

// word is a value that is a string, else "".
func word(v any) string {
	s, ok := v.(string)
	if !ok {
		return ""
	}
	return s
}

// part is one object within a document.
type part struct {
	value map[string]any
	raw   []byte
	// base is its pointer in the document; item its index in the List that holds it, or -1; nested how many Lists do.
	base         string
	item, nested int
}

func (r *reading) object(d *document, p part) {
	at := places{document: d, base: p.base}
	apiVersion, kind := word(p.value["apiVersion"]), word(p.value["kind"])
	if apiVersion == "" || kind == "" {
		r.nameless(at, p)
		return
	}
	o := r.newObject(at, p.item, apiVersion, kind, func() map[string]any { return p.value })
	if strings.HasPrefix(o.APIVersion, "kustomize.config.k8s.io/") {
		r.skip("a kustomization; name its folder to build it")
		return
	}
	if items, ok := listItems(o.Kind, p.value); ok {
		r.list(d, p, o, items)
		return
	}
	r.filled(o, p.raw)
}

func (r *reading) newObject(at places, item int, apiVersion, kind string, body func() map[string]any) *Object {
	o := &Object{
		Source: r.source, File: r.text.file, Document: r.documents, Item: item,
		APIVersion: apiVersion, Kind: kind, body: body, places: at,
	}
	o.Template, _ = at.template()
	o.places = r.placesOf(at.document, o, at)
	return o
}

// filled hands on an object, once all of it is decoded.
func (r *reading) filled(o *Object, raw []byte) {
	if errs := o.fill(raw, r.templates); errs != nil {
		r.fail(errs...)
		return
	}
	r.emit(Entry{Object: o})
}

// placesOf says where an object's fields stand: in the text, in what it was built from, or in the template that a text on
// standard input names.
func (r *reading) placesOf(d *document, o *Object, at places) locator {
	if r.place != nil {
		return builtPlaces{r.place(o, at.locate)}
	}
	template, comment := d.template()
	if template == "" || r.text.file != "-" {
		return at
	}
	line, _ := d.text.place(d.start + comment)
	return templatePlaces{places: at, template: template, comment: line}
}

// nameless is a mapping without apiVersion and kind: nothing of Kubernetes, unless only one of them is missing and the
// rest is there.
func (r *reading) nameless(at places, p part) {
	meta, _ := p.value["metadata"].(map[string]any)
	for _, field := range []string{"apiVersion", "kind"} {
		v, written := p.value[field]
		other := map[string]string{"apiVersion": "kind", "kind": "apiVersion"}[field]
		switch {
		case written && word(v) == "" && p.value[other] != nil:
			r.fail(errorAt(at.locate("/"+field), fmt.Sprintf("%s is not a string but %s", field, shown(v)),
				"write it as a string"))
			return
		case !written && (word(meta["name"]) != "" && word(p.value[other]) != "" || p.item >= 0):
			r.fail(errorAt(at.locate(""), fmt.Sprintf("%s is missing, so nobody can tell what this is", field),
				fmt.Sprintf("write %s", field)))
			return
		}
	}
	r.stranger(at.document)
}
