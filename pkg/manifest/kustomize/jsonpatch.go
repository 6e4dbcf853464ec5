package kustomize

import (
	"slices"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/jsonpointer"
	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// jsonPatch are the operations of a JSON patch (RFC 6902).
type jsonPatch struct {
	fields *manifest.Fields
	ops    []any
}

func (j jsonPatch) find(p *probe) held {
	best := held{depth: -1}
	for i, o := range j.ops {
		op, ok := o.(map[string]any)
		if !ok {
			continue
		}
		if h := j.operation(p, op, jsonpointer.Element("", i)); h.depth > best.depth || h.depth == best.depth && h.depth > 0 {
			best = h
		}
	}
	return best
}

// operation tells what one operation has of the path. That it names a parent and goes on inside its value counts too.
func (j jsonPatch) operation(p *probe, op map[string]any, pointer string) held {
	path, _ := op["path"].(string)
	verb, _ := op["op"].(string)
	at := jsonpointer.Steps(path)
	none := held{depth: -1}
	if len(at) == 0 || len(at) > len(p.steps) || !p.names(at, op["value"]) {
		return none
	}
	rest := &probe{steps: p.steps[len(at):], chain: []any{nil}}
	if len(at) < len(p.chain) {
		rest.chain = p.chain[len(at):]
	}
	whole := func(name string) func(int) finding.Location {
		return func(int) finding.Location { l, _ := j.fields.Locate(pointer + name); return l }
	}
	switch verb {
	case "remove":
		return held{depth: len(at), removes: true, at: whole("/path")}
	case "move", "copy":
		if len(rest.steps) > 0 {
			return none
		}
		return held{depth: len(at), value: p.value(), at: whole("/path")}
	case "add", "replace":
		h := document{fields: j.fields, base: pointer + "/value", value: op["value"]}.find(rest)
		inner := h.at
		h.depth += len(at)
		h.at = func(n int) finding.Location {
			if n < len(at) {
				return whole("")(0)
			}
			return inner(n - len(at))
		}
		return h
	}
	return none
}

// names tells whether the steps of an operation lead along the path. The end of a list, to which an operation appends,
// is the element that is now what was appended.
func (p *probe) names(at []string, value any) bool {
	for i, s := range at {
		if s == p.steps[i] {
			continue
		}
		if s != "-" || i+1 >= len(p.chain) {
			return false
		}
		if _, ok := p.chain[i].([]any); !ok || i == len(at)-1 && !resembles(p.chain[i+1], value) {
			return false
		}
	}
	return true
}

// resembles: what was added may have been changed since, but for its name, or else for the fields that it has.
func resembles(built, added any) bool {
	if name, ok := field(built, "name"); ok {
		other, has := field(added, "name")
		return has && same(name, other)
	}
	b, ok := built.(map[string]any)
	a, ok2 := added.(map[string]any)
	if ok && ok2 {
		return slices.Equal(sortedKeys(a), sortedKeys(b))
	}
	return same(built, added)
}
