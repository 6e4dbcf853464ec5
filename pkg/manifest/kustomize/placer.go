package kustomize

import (
	"fmt"
	"path/filepath"
	"strings"
	"sync"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/jsonpointer"
	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// placer knows where the fields of one built object were written.
type placer struct {
	past   *past
	index  int
	object *manifest.Object

	once    sync.Once
	origin  *document
	folders []*folder
	// writers are all that may have written the object, in the order in which they did; the resource is the first.
	writers []writer
}

func (p *placer) prepare() {
	p.once.Do(func() {
		k := p.past.mark(p.index, p.object)
		p.folders = p.past.tree.chain(k.through)
		if k.file != nil {
			p.origin = documentOf(k)
			p.writers = append(p.writers, *p.origin)
		}
		p.writers = append(p.writers, writersOf(p.object, p.origin, p.folders)...)
	})
}

func documentOf(k mark) *document {
	d := k.file.docs[k.document]
	out := &document{fields: d, value: d.Value}
	if m, ok := d.Value.(map[string]any); ok && k.item >= 0 {
		if items, ok := listItems(m); ok && k.item < len(items) {
			out.base, out.value = jsonpointer.Element("/items", k.item), items[k.item]
		}
	}
	return out
}

// Locate gives the place of the text that wrote a field.
func (p *placer) Locate(path string) finding.Location {
	p.prepare()
	probe := newProbe(p.object.Value(), path)
	if probe.present() && len(probe.steps) > 0 {
		return p.written(probe)
	}
	return p.missing(probe)
}

// written is the place of a field that is there: of a scalar the last text that has the value it has, of a mapping or
// list the last that has it at all.
func (p *placer) written(probe *probe) finding.Location {
	var last, equal *held
	for _, w := range p.writers {
		h := w.find(probe)
		if !h.whole(probe) {
			continue
		}
		last = &h
		if same(h.value, probe.value()) {
			equal = &h
		}
	}
	composite := isComposite(probe.value())
	switch {
	case composite && last != nil:
		return last.at(len(probe.steps))
	case equal != nil:
		return equal.at(len(probe.steps))
	case last != nil && derives(probe.value(), last.value):
		return last.at(len(probe.steps))
	}
	return p.resource()
}

func isComposite(value any) bool {
	switch value.(type) {
	case map[string]any, []any:
		return true
	}
	return false
}

// missing is the place of a field that is not there: the text that took it away, else the first that has its nearest
// parent.
func (p *placer) missing(probe *probe) finding.Location {
	var parent, removed *held
	for _, w := range p.writers {
		h := w.find(probe)
		if h.removes && h.depth > probe.depth() {
			removed = &h
		}
		if parent == nil && !h.removes && h.depth >= probe.depth() {
			parent = &h
		}
	}
	switch {
	case removed != nil:
		return removed.at(removed.depth)
	case parent != nil:
		return parent.at(probe.depth())
	}
	return p.resource()
}

// resource is the place of the whole object, where no text is known to have written a field.
func (p *placer) resource() finding.Location {
	at := p.past.tree.top.here()
	if p.origin != nil {
		at, _ = p.origin.fields.Locate(p.origin.base)
	} else if g := p.generator(); g != nil {
		at = g.at(0)
	}
	at.Precision = finding.PrecisionResource
	return at
}

// generator is what made an object that is in no file.
func (p *placer) generator() *held {
	if p.origin != nil || len(p.writers) == 0 {
		return nil
	}
	if s, ok := p.writers[0].(generated); ok {
		h := s.find(newProbe(p.object.Value(), ""))
		return &h
	}
	return nil
}

// Origins names the resource and the overlay of a field, where its place is in neither.
func (p *placer) Origins(path string) []finding.Related {
	place := p.Locate(path)
	out := []finding.Related{}
	if p.origin != nil {
		base, _ := p.origin.fields.Locate(p.origin.base)
		if base.File != place.File {
			out = append(out, finding.Related{
				Message:  fmt.Sprintf("the base of %s %s is written here", p.object.Kind, nameOf(p.object.Value())),
				Location: base,
			})
		}
	}
	top := p.past.tree.top
	if len(p.folders) > 1 && !top.holds(place.File) {
		out = append(out, finding.Related{Message: "this overlay builds it", Location: top.entry(p.folders)})
	}
	return out
}

// holds tells whether a file lies beside or below the kustomization, and so names it already.
func (f *folder) holds(file string) bool {
	dir := filepath.ToSlash(f.name)
	return dir == "." && !strings.HasPrefix(file, "../") && !filepath.IsAbs(file) || below(dir, file)
}

// entry is the place of the entry by which the object comes into the kustomization.
func (f *folder) entry(chain []*folder) finding.Location {
	for _, r := range f.resources {
		for _, used := range chain {
			if r.folder != nil && r.folder == used {
				at, _ := f.fields.Locate(r.pointer)
				return at
			}
		}
	}
	return f.here()
}
