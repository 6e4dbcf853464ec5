package kustomize

import (
	"context"
	"strings"
	"sync"

	"sigs.k8s.io/kustomize/api/resmap"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// past knows where the objects of a build are from. The second build is made when the first place is asked for.
type past struct {
	tree *tree
	ids  []string
	once sync.Once
	// marks are nil where the second build did not give the objects of the first.
	marks []mark
}

func newPast(t *tree, m resmap.ResMap) *past { return &past{tree: t, ids: idsOf(m)} }

func idsOf(m resmap.ResMap) []string {
	out := make([]string, 0, m.Size())
	for _, r := range m.Resources() {
		out = append(out, r.CurId().String())
	}
	return out
}

func (p *past) trace() {
	t := p.tree
	m, err := build(context.WithoutCancel(t.ctx), t.root, t.top.dir, t.marked())
	if err != nil || m.Size() != len(p.ids) {
		return
	}
	for i, id := range idsOf(m) {
		if id != p.ids[i] {
			return
		}
	}
	p.marks = t.marks(m)
}

// of makes the Placer of the object at a position.
func (p *past) of(i int, o *manifest.Object) *placer {
	return &placer{past: p, index: i, object: o}
}

// mark is what is known of an object's past. Without the second build it is what names tell.
func (p *past) mark(i int, o *manifest.Object) mark {
	p.once.Do(p.trace)
	if i < len(p.marks) {
		k := p.marks[i]
		if !k.through[p.tree.top.id] { // a patch took the annotations away
			k.through = nil
		}
		if k.file == nil {
			k.file, k.document, k.item = p.byName(o, p.tree.chain(k.through))
		}
		return k
	}
	k := mark{}
	k.file, k.document, k.item = p.byName(o, p.tree.chain(nil))
	return k
}

// byName looks for the only resource of the object's kind whose name the object's could be made of.
func (p *past) byName(o *manifest.Object, folders []*folder) (found *file, document, item int) {
	name := nameOf(o.Value())
	for _, f := range folders {
		for _, r := range f.resources {
			if r.file == nil {
				continue
			}
			for i, d := range r.file.docs {
				v, ok := d.Value.(map[string]any)
				written := nameOf(v)
				if !ok || v["kind"] != o.Kind || written == "" || !strings.Contains(name, written) {
					continue
				}
				if found != nil {
					return nil, 0, 0
				}
				found, document, item = r.file, i, -1
			}
		}
	}
	return found, document, item
}

func nameOf(object map[string]any) string {
	meta, _ := object["metadata"].(map[string]any)
	name, _ := meta["name"].(string)
	return name
}

func namespaceOf(object map[string]any) string {
	meta, _ := object["metadata"].(map[string]any)
	namespace, _ := meta["namespace"].(string)
	return namespace
}

// chain lists the folders that an object passed through in the order in which they change it: what a folder uses comes
// before it, components after resources. nil stands for all folders.
func (t *tree) chain(through map[int]bool) []*folder {
	var out []*folder
	seen := map[*folder]bool{}
	var visit func(f *folder)
	visit = func(f *folder) {
		if seen[f] || through != nil && !through[f.id] {
			return
		}
		seen[f] = true
		for _, r := range f.resources {
			if r.folder != nil {
				visit(r.folder)
			}
		}
		for _, c := range f.components {
			visit(c)
		}
		out = append(out, f)
	}
	visit(t.top)
	return out
}

// here is the place of a folder's kustomization.
func (f *folder) here() finding.Location {
	at, _ := f.fields.Locate("")
	return at
}
