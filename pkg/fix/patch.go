package fix

import (
	"strconv"

	"github.com/hullcheck/hullcheck/pkg/fix/yamledit"
	"github.com/hullcheck/hullcheck/pkg/jsonpointer"
	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// patchOf is a strategic merge patch that makes changes of an object that stands in no file as it is, for the patches of the
// kustomization that builds it. Removals are not in it. It is "" where nothing is left to write.
func patchOf(o *manifest.Object, changes []yamledit.Change, after map[string]any) string {
	meta := yamledit.Map{{Key: "name", Value: o.Name}}
	if o.Namespace != "" {
		meta = append(meta, yamledit.Entry{Key: "namespace", Value: o.Namespace})
	}
	root := yamledit.Map{
		{Key: "apiVersion", Value: o.APIVersion}, {Key: "kind", Value: o.Kind}, {Key: "metadata", Value: meta},
	}
	written := false
	for _, c := range changes {
		if c.Op != yamledit.Set && c.Op != yamledit.Append {
			continue
		}
		value := c.Value
		if _, element := value.(yamledit.Map); c.Op == yamledit.Append {
			value = []any{value}
			if !element {
				// A list of words is replaced as a whole.
				value = jsonpointer.At(after, c.Path)
			}
		}
		root = merged(root, jsonpointer.Steps(c.Path), value, o.Value())
		written = true
	}
	if !written {
		return ""
	}
	return yamledit.Render(root)
}

// merged writes a value below a mapping. An element of a list is named, as merging goes by names.
func merged(m yamledit.Map, path []string, value, at any) yamledit.Map {
	i := 0
	for i < len(m) && m[i].Key != path[0] {
		i++
	}
	if i == len(m) {
		m = append(m, yamledit.Entry{Key: path[0]})
	}
	at, _ = jsonpointer.Into(at, path[0])
	switch old := m[i].Value.(type) {
	case yamledit.Map:
		if len(path) > 1 {
			m[i].Value = merged(old, path[1:], value, at)
			return m
		}
	case []any:
		if len(path) == 1 {
			if more, ok := value.([]any); ok {
				m[i].Value = append(old, more...)
			}
			return m
		}
	}
	switch {
	case len(path) == 1:
		m[i].Value = value
	case isIndex(path[1]) && len(path) > 2:
		m[i].Value = mergedElement(m[i].Value, path[1:], value, at)
	default:
		m[i].Value = merged(yamledit.Map{}, path[1:], value, at)
	}
	return m
}

func isIndex(step string) bool {
	_, err := strconv.Atoi(step)
	return err == nil
}

// mergedElement writes a value below the element of a list that has the same name.
func mergedElement(list any, path []string, value, at any) []any {
	l, _ := list.([]any)
	element, _ := jsonpointer.Into(at, path[0])
	name, _ := jsonpointer.At(element, "/name").(string)
	for i, e := range l {
		if m, ok := e.(yamledit.Map); ok && len(m) > 0 && m[0].Value == any(name) {
			l[i] = merged(m, path[1:], value, element)
			return l
		}
	}
	return append(l, merged(yamledit.Map{{Key: "name", Value: name}}, path[1:], value, element))
}
