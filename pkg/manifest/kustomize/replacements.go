package kustomize

import (
	"strings"

	"sigs.k8s.io/kustomize/api/types"

	"github.com/hullcheck/hullcheck/pkg/jsonpointer"
	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// replacements are the fields that the kustomization copies to other ones.
func (f *folder) replacements(id *identity) []writer {
	var out []writer
	for i, r := range f.k.Replacements {
		pointer := jsonpointer.Element("/replacements", i)
		if r.Path == "" {
			out = append(out, replaced(f.fields, pointer, r.Targets, id)...)
			continue
		}
		for _, d := range f.patchDocuments(r.Path, "") {
			out = append(out, replacedIn(d, id)...)
		}
	}
	return out
}

// replacedIn reads a file of replacements: one, or a list of them.
func replacedIn(d *manifest.Fields, id *identity) []writer {
	var out []writer
	each := func(value any, pointer string) {
		var r types.Replacement
		if decodeInto(value, &r) {
			out = append(out, replaced(d, pointer, r.Targets, id)...)
		}
	}
	if list, ok := d.Value.([]any); ok {
		for i, e := range list {
			each(e, jsonpointer.Element("", i))
		}
		return out
	}
	each(d.Value, "")
	return out
}

func replaced(d *manifest.Fields, pointer string, targets []*types.TargetSelector, id *identity) []writer {
	var out []writer
	for i, t := range targets {
		if t.Select == nil || !id.chosen(t.Select) {
			continue
		}
		for j, path := range t.FieldPaths {
			out = append(out, setting{
				fields: d, pointer: jsonpointer.Element(jsonpointer.Element(pointer+"/targets", i)+"/fieldPaths", j),
				sets: func(p *probe) (any, bool) { return p.value(), p.present() && p.follows(fieldPath(path)) },
			})
		}
	}
	return out
}

// chosen: the selectors of replacements compare names as they are.
func (id *identity) chosen(s *types.Selector) bool {
	equal := func(wanted, has string) bool { return wanted == "" || wanted == has }
	anyOf := func(wanted string, has []string) bool {
		for _, h := range has {
			if equal(wanted, h) {
				return true
			}
		}
		return false
	}
	group, version := splitVersion(id.apiVersion)
	return equal(s.Group, group) && equal(s.Version, version) && equal(s.Kind, id.kind) &&
		anyOf(s.Name, id.names) && anyOf(s.Namespace, id.namespaces)
}

// fieldPath splits a field path of a replacement: dots separate, a backslash or brackets keep them.
func fieldPath(path string) []string {
	var out []string
	var b strings.Builder
	inside := false
	for i := 0; i < len(path); i++ {
		switch c := path[i]; {
		case c == '\\' && i+1 < len(path):
			i++
			b.WriteByte(path[i])
		case c == '.' && !inside:
			out = append(out, b.String())
			b.Reset()
		default:
			inside = c == '[' || inside && c != ']'
			b.WriteByte(c)
		}
	}
	return append(out, b.String())
}

// follows tells whether the steps of a field path lead along the path.
func (p *probe) follows(path []string) bool {
	if len(path) != len(p.steps) {
		return false
	}
	for i, s := range path {
		if s == "*" || s == p.steps[i] {
			continue
		}
		if strings.HasPrefix(s, "[") && strings.HasSuffix(s, "]") && i+1 < len(p.chain) {
			key, value, _ := strings.Cut(s[1:len(s)-1], "=")
			if v, ok := field(p.chain[i+1], key); ok && same(v, value) || s[1:len(s)-1] == p.steps[i] {
				continue
			}
		}
		return false
	}
	return true
}
