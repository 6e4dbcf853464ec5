package kustomize

import (
	"slices"

	"sigs.k8s.io/kustomize/api/types"

	"github.com/hullcheck/hullcheck/pkg/jsonpointer"
	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// identity is an object as selectors see it at one point of a build: by its name, and by each that it had before.
type identity struct {
	apiVersion, kind    string
	names, namespaces   []string
	labels, annotations map[string]string
}

// writersOf lists what the folders may have written of an object, in the order in which kustomize applies it
// (api/internal/target, configureBuiltinTransformers).
func writersOf(o *manifest.Object, origin *document, folders []*folder) []writer {
	id := &identity{apiVersion: o.APIVersion, kind: o.Kind}
	meta, _ := o.Value()["metadata"].(map[string]any)
	id.labels, id.annotations = words(meta["labels"]), words(meta["annotations"])
	built := nameOf(o.Value())
	var out []writer
	if origin != nil {
		v, _ := origin.value.(map[string]any)
		id.names, id.namespaces = []string{nameOf(v)}, []string{namespaceOf(v)}
	} else if g, ok := generatorOf(o, folders); ok {
		id.names, id.namespaces = []string{g.name}, []string{namespaceOf(o.Value())}
		out = append(out, g)
	} else {
		id.names, id.namespaces = []string{built}, []string{namespaceOf(o.Value())}
	}
	for _, f := range folders {
		out = append(out, f.writers(id)...)
	}
	return out
}

func words(value any) map[string]string {
	m, _ := value.(map[string]any)
	out := map[string]string{}
	for k, v := range m {
		if s, ok := v.(string); ok {
			out[k] = s
		}
	}
	return out
}

// writers lists what one folder may have written of the object, and renames it as the folder does.
func (f *folder) writers(id *identity) []writer {
	var out []writer
	for i, p := range f.k.PatchesStrategicMerge {
		pointer := jsonpointer.Element("/patchesStrategicMerge", i)
		out = append(out, applying(f.patchDocuments(pathOf(string(p)), pointer), nil, id)...)
	}
	for i, p := range f.k.Patches {
		pointer := jsonpointer.Element("/patches", i)
		out = append(out, applying(f.patchDocuments(p.Path, pointer+"/patch"), p.Target, id)...)
	}
	out = append(out, f.names(id)...)
	out = append(out, f.labels()...)
	for i, p := range f.k.PatchesJson6902 {
		pointer := jsonpointer.Element("/patchesJson6902", i)
		out = append(out, applying(f.patchDocuments(p.Path, pointer+"/patch"), p.Target, id)...)
	}
	out = append(out, f.replicas(id)...)
	out = append(out, f.images()...)
	out = append(out, f.replacements(id)...)
	return append(out, f.plugins(id)...)
}

// pathOf is an entry of patchesStrategicMerge that is a path, or "".
func pathOf(entry string) string {
	if inline(entry) {
		return ""
	}
	return entry
}

// applying gives a writer for each document of a patch that applies to the object.
func applying(docs []*manifest.Fields, target *types.Selector, id *identity) []writer {
	var out []writer
	for _, d := range docs {
		switch v := d.Value.(type) {
		case []any:
			if target != nil && id.selected(*target) {
				out = append(out, jsonPatch{fields: d, ops: v})
			}
		case map[string]any:
			if target != nil && id.selected(*target) || target == nil && id.named(v) {
				out = append(out, document{fields: d, value: v, patch: true})
			}
		}
	}
	return out
}

// patchDocuments reads a patch; what cannot be read wrote nothing that can be located.
func (f *folder) patchDocuments(path, inlineAt string) []*manifest.Fields {
	if path == "" {
		docs, _ := f.fields.Inside(inlineAt, manifest.Limits{})
		return docs
	}
	i := slices.IndexFunc(f.used, func(u *file) bool { return u.name == f.nameOf(path) })
	if i < 0 {
		return nil
	}
	return f.used[i].docs
}
