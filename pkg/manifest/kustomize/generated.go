package kustomize

import (
	"path"
	"strings"

	"sigs.k8s.io/kustomize/api/types"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/jsonpointer"
	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// generated is the entry of configMapGenerator or secretGenerator that made an object.
type generated struct {
	fields        *manifest.Fields
	pointer, name string
	args          types.GeneratorArgs
}

// generatorOf finds the entry whose name the object's is made of; of several the longest.
func generatorOf(o *manifest.Object, folders []*folder) (best generated, ok bool) {
	name := nameOf(o.Value())
	consider := func(g generated) {
		if strings.Contains(name, g.name) && len(g.name) > len(best.name) {
			best, ok = g, true
		}
	}
	for _, f := range folders {
		switch o.Kind {
		case "ConfigMap":
			for i, g := range f.k.ConfigMapGenerator {
				consider(generated{f.fields, jsonpointer.Element("/configMapGenerator", i), g.Name, g.GeneratorArgs})
			}
		case "Secret":
			for i, g := range f.k.SecretGenerator {
				consider(generated{f.fields, jsonpointer.Element("/secretGenerator", i), g.Name, g.GeneratorArgs})
			}
		}
	}
	return best, ok
}

// find: the entry has the object and its name, and of its data what literals and files give.
func (g generated) find(p *probe) held {
	place := func(pointer string) func(int) finding.Location {
		return func(int) finding.Location { at, _ := g.fields.Locate(pointer); return at }
	}
	h := held{at: place(g.pointer + "/name")}
	switch {
	case is(p, "metadata", "name"):
		h.depth, h.value = 2, g.name
	case len(p.steps) == 2 && p.steps[0] == "data":
		for i, l := range g.args.LiteralSources {
			if key, _, _ := strings.Cut(l, "="); key == p.steps[1] {
				h.depth, h.value, h.at = 2, p.value(), place(jsonpointer.Element(g.pointer+"/literals", i))
			}
		}
		for i, s := range g.args.FileSources {
			key, file, named := strings.Cut(s, "=")
			if !named {
				key = path.Base(file + key)
			}
			if key == p.steps[1] {
				h.depth, h.value, h.at = 2, p.value(), place(jsonpointer.Element(g.pointer+"/files", i))
			}
		}
	}
	return h
}
