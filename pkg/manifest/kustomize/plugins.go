package kustomize

import (
	"encoding/json"
	"strings"

	"sigs.k8s.io/kustomize/api/types"

	"github.com/hullcheck/hullcheck/pkg/jsonpointer"
	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// plugins are the transformers of kustomize that are configured by documents of their own. Patches and images among them
// are located; what the others write has the place of its resource.
func (f *folder) plugins(id *identity) []writer {
	var out []writer
	for i, t := range f.k.Transformers {
		var docs []*manifest.Fields
		if inline(t) {
			docs, _ = f.fields.Inside(jsonpointer.Element("/transformers", i), manifest.Limits{})
		} else {
			docs = f.patchDocuments(t, "")
		}
		for _, d := range docs {
			out = append(out, f.plugin(d, id)...)
		}
	}
	return out
}

func (f *folder) plugin(d *manifest.Fields, id *identity) []writer {
	m, _ := d.Value.(map[string]any)
	switch m["kind"] {
	case "PatchTransformer", "PatchJson6902Transformer":
		return f.patchPlugin(d, m, id)
	case "ImageTagTransformer":
		var c struct {
			ImageTag types.Image `json:"imageTag"`
		}
		if decodeInto(m, &c) {
			return []writer{setting{
				fields: d, pointer: "/imageTag/" + imageField(c.ImageTag),
				sets: func(p *probe) (any, bool) { return p.value(), isImage(p) && gives(c.ImageTag, p.value()) },
			}}
		}
	}
	return nil
}

func (f *folder) patchPlugin(d *manifest.Fields, m map[string]any, id *identity) []writer {
	var c struct {
		types.Patch
		JSONOp string `json:"jsonOp"`
	}
	if !decodeInto(m, &c) {
		return nil
	}
	pointer := "/patch"
	if c.JSONOp != "" {
		pointer = "/jsonOp"
	}
	docs, _ := d.Inside(pointer, manifest.Limits{})
	if c.Path != "" {
		for _, u := range f.used {
			if u.name == f.nameOf(c.Path) {
				docs = u.docs
			}
		}
	}
	return applying(docs, c.Target, id)
}

// decodeInto reads JSON types into a struct of kustomize.
func decodeInto(value, into any) bool {
	data, err := json.Marshal(value)
	return err == nil && json.NewDecoder(strings.NewReader(string(data))).Decode(into) == nil
}
