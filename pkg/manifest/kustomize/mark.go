package kustomize

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"sigs.k8s.io/kustomize/api/resmap"
)

// The marks of the second build are annotations: which document a resource is from, and each kustomization that it
// passed through. Nothing of that build is ever judged.
const (
	markDocument = "trace.hullcheck/document"
	markThrough  = "trace.hullcheck/through-"
)

// mark is what the annotations of one built object say.
type mark struct {
	// file, document and item tell where the resource stands; file is nil where something else made it.
	file           *file
	document, item int
	through        map[int]bool
}

// marked gives the texts of the second build.
func (t *tree) marked() map[string][]byte {
	texts := map[string][]byte{}
	for _, f := range t.chain(nil) {
		if text := f.marked(); text != nil {
			texts[f.real] = text
		}
		for _, r := range f.resources {
			if r.file == nil {
				continue
			}
			if text := r.file.marked(); text != nil {
				texts[r.file.real] = text
			}
		}
	}
	return texts
}

// marked is the kustomization with one more transformer, which marks all that it is given.
func (f *folder) marked() []byte {
	value, ok := clone(f.fields.Value).(map[string]any)
	if !ok {
		return nil
	}
	key := "transformers"
	for k := range value {
		if strings.EqualFold(k, key) {
			key = k
		}
	}
	list, _ := value[key].([]any)
	value[key] = append(list, fmt.Sprintf(`{"apiVersion": "builtin", "kind": "AnnotationsTransformer",
		"metadata": {"name": "trace"}, "annotations": {"%s%d": "yes"},
		"fieldSpecs": [{"path": "metadata/annotations", "create": true}]}`, markThrough, f.id))
	return encode(value)
}

// marked is the file with a mark on each of its resources. A file that was not read whole is left as it is.
func (f *file) marked() []byte {
	if f.fault != nil {
		return nil
	}
	var out bytes.Buffer
	for i, d := range f.docs {
		value, ok := clone(d.Value).(map[string]any)
		if !ok {
			return nil
		}
		if items, ok := listItems(value); ok {
			for j, item := range items {
				f.annotate(item, i, j)
			}
		} else {
			f.annotate(value, i, -1)
		}
		out.WriteString("---\n")
		out.Write(encode(value))
	}
	return out.Bytes()
}

func listItems(value map[string]any) ([]any, bool) {
	kind, _ := value["kind"].(string)
	items, ok := value["items"].([]any)
	return items, ok && strings.HasSuffix(kind, "List")
}

func (f *file) annotate(object any, document, item int) {
	o, ok := object.(map[string]any)
	if !ok {
		return
	}
	meta := mapIn(o, "metadata")
	mapIn(meta, "annotations")[markDocument] = fmt.Sprintf("%d %d %s", document, item, f.real)
}

// mapIn gives the mapping under a key, which is made where there is none.
func mapIn(m map[string]any, key string) map[string]any {
	inner, ok := m[key].(map[string]any)
	if !ok {
		inner = map[string]any{}
		m[key] = inner
	}
	return inner
}

func encode(value any) []byte {
	out, err := json.Marshal(value)
	if err != nil { // it was read from JSON
		return nil
	}
	return append(out, '\n')
}

func clone(value any) any {
	switch v := value.(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for k, e := range v {
			out[k] = clone(e)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = clone(e)
		}
		return out
	}
	return value
}

// marks reads what the second build says of each object, in the order of kustomize.
func (t *tree) marks(m resmap.ResMap) []mark {
	out := make([]mark, 0, m.Size())
	for _, r := range m.Resources() {
		k := mark{through: map[int]bool{}}
		for name, value := range r.GetAnnotations() {
			if id, ok := strings.CutPrefix(name, markThrough); ok {
				if n, err := strconv.Atoi(id); err == nil {
					k.through[n] = true
				}
			}
			if name == markDocument {
				k.read(t, value)
			}
		}
		out = append(out, k)
	}
	return out
}

func (k *mark) read(t *tree, value string) {
	parts := strings.SplitN(value, " ", 3)
	if len(parts) != 3 {
		return
	}
	document, err := strconv.Atoi(parts[0])
	item, err2 := strconv.Atoi(parts[1])
	if f := t.files[parts[2]]; err == nil && err2 == nil && f != nil && document < len(f.docs) {
		k.file, k.document, k.item = f, document, item
	}
}
