package manifest

import (
	"maps"
	"slices"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/jsonpointer"
)

// move says that what is found below one pointer stands below another: a part of a pod that is inherited.
type move struct{ from, to string }

// inheritance joins values as Kubernetes' strategic merge does, and notes where what is inherited stands.
type inheritance struct{ moves []move }

// merge gives own, which stands at ownAt, with what it leaves out of base. Lists of named mappings are joined by name, own
// elements first; other lists are own or base.
func (in *inheritance) merge(own any, ownAt string, base any, baseAt string) any {
	if own == nil && base != nil {
		in.moves = append(in.moves, move{ownAt, baseAt})
		return base
	}
	switch b := base.(type) {
	case map[string]any:
		if o, ok := own.(map[string]any); ok {
			out := maps.Clone(o)
			for _, key := range sortedNames(b) {
				out[key] = in.merge(o[key], jsonpointer.Child(ownAt, key), b[key], jsonpointer.Child(baseAt, key))
			}
			return out
		}
	case []any:
		if o, ok := own.([]any); ok && allNamed(o) && allNamed(b) {
			return in.mergeNamed(o, ownAt, b, baseAt)
		}
	}
	return own
}

func (in *inheritance) mergeNamed(own []any, ownAt string, base []any, baseAt string) []any {
	out := slices.Clone(own)
	for j, e := range base {
		at := jsonpointer.Element(baseAt, j)
		i := slices.IndexFunc(own, func(o any) bool { return nameIn(o) == nameIn(e) })
		if i >= 0 {
			out[i] = in.merge(own[i], jsonpointer.Element(ownAt, i), e, at)
			continue
		}
		in.moves = append(in.moves, move{jsonpointer.Element(ownAt, len(out)), at})
		out = append(out, e)
	}
	return out
}

func allNamed(list []any) bool {
	return !slices.ContainsFunc(list, func(e any) bool { return nameIn(e) == "" })
}

func nameIn(v any) string {
	m, _ := v.(map[string]any)
	return word(m["name"])
}

// WrittenAt is where the field stands that a pod or container of the object has at a pointer: another pointer only where
// the parts of a pod stand apart, and the field is one that a step has of its stepTemplate, or a pod of its run.
func (o *Object) WrittenAt(pointer string) string {
	for range o.moves {
		to, moved := follow(o.moves, pointer)
		if !moved {
			break
		}
		pointer = to
	}
	for i := range o.Pods {
		p := &o.Pods[i]
		if p.SettingsPath == p.SpecPath || p.SettingsPath == "" || !strings.HasPrefix(pointer, p.SpecPath+"/") {
			continue
		}
		rest := pointer[len(p.SpecPath):]
		if field := jsonpointer.Steps(rest)[0]; jsonpointer.At(o.Value(), jsonpointer.Child(p.SpecPath, field)) == nil {
			return p.SettingsPath + rest
		}
	}
	return pointer
}

// Inherits tells whether what stands at a pointer is a part of a pod that has it from elsewhere.
func (o *Object) Inherits(p *Pod, pointer string) bool {
	if p.SettingsPath != "" && p.SettingsPath != p.SpecPath && jsonpointer.Within(pointer, p.SettingsPath) {
		return true
	}
	return slices.ContainsFunc(o.moves, func(m move) bool { return jsonpointer.Within(m.from, p.SpecPath) && jsonpointer.Within(pointer, m.to) })
}

// follow applies the move of the longest pointer.
func follow(moves []move, pointer string) (to string, moved bool) {
	best := move{}
	for _, m := range moves {
		if jsonpointer.Within(pointer, m.from) && len(m.from) > len(best.from) {
			best = m
		}
	}
	if best.from == "" {
		return pointer, false
	}
	return best.to + pointer[len(best.from):], true
}
