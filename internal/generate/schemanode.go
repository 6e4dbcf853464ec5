package main

import (
	"iter"
	"strings"

	"go.yaml.in/yaml/v3"
)

// value is a member of an object, nil where there is none.
func value(n *yaml.Node, name string) *yaml.Node {
	for key, v := range properties(n) {
		if key == name {
			return v
		}
	}
	return nil
}

func text(n *yaml.Node, name string) string {
	if v := value(n, name); v != nil && v.Kind == yaml.ScalarNode {
		return v.Value
	}
	return ""
}

// properties are the members of an object in their order.
func properties(n *yaml.Node) iter.Seq2[string, *yaml.Node] {
	return func(yield func(string, *yaml.Node) bool) {
		if n == nil || n.Kind != yaml.MappingNode {
			return
		}
		for i := 0; i+1 < len(n.Content); i += 2 {
			if !yield(n.Content[i].Value, n.Content[i+1]) {
				return
			}
		}
	}
}

// words are the strings of a list, or of one that stands alone.
func words(n *yaml.Node) []string {
	switch {
	case n == nil:
		return nil
	case n.Kind == yaml.ScalarNode:
		return []string{n.Value}
	}
	var out []string
	for _, c := range n.Content {
		out = append(out, c.Value)
	}
	return out
}

// typeOf names a schema's type; a reference is a link to its definition.
func typeOf(n *yaml.Node) string {
	if ref := text(n, "$ref"); ref != "" {
		name := strings.TrimPrefix(ref, "#/$defs/")
		return "[" + name + "](#" + strings.ToLower(name) + ")"
	}
	for _, list := range []string{"anyOf", "oneOf"} {
		if v := value(n, list); v != nil {
			var names []string
			for _, c := range v.Content {
				names = append(names, typeOf(c))
			}
			return strings.Join(names, " or ")
		}
	}
	names := words(value(n, "type"))
	for i, name := range names {
		switch items := value(n, "items"); {
		case name == "array" && items != nil:
			names[i] = "list of " + typeOf(items)
		case name == "object" && mapOf(n) != nil:
			names[i] = "map to " + typeOf(mapOf(n))
		}
	}
	if len(names) == 0 {
		return typeOfValues(n)
	}
	return strings.Join(names, " or ")
}

// typeOfValues is the type of the first value that a schema allows.
func typeOfValues(n *yaml.Node) string {
	v := value(n, "const")
	if list := value(n, "enum"); list != nil && len(list.Content) > 0 {
		v = list.Content[0]
	}
	if v == nil {
		return ""
	}
	return map[string]string{"!!str": "string", "!!int": "integer", "!!bool": "boolean"}[v.Tag]
}

// mapOf is the schema of the values of an object with any keys, nil where its fields are fixed.
func mapOf(n *yaml.Node) *yaml.Node {
	for _, v := range properties(value(n, "patternProperties")) {
		return v
	}
	if v := value(n, "additionalProperties"); v != nil && v.Kind == yaml.MappingNode {
		return v
	}
	return nil
}

// describe is what a schema says of a field: its description, else that of what it refers to, the values it may have, and an
// example.
func describe(root, n *yaml.Node) string {
	parts := []string{text(n, "description")}
	if ref, ok := strings.CutPrefix(text(n, "$ref"), "#/$defs/"); ok && parts[0] == "" {
		parts[0] = text(value(value(root, "$defs"), ref), "description")
	}
	if values := words(value(n, "enum")); len(values) > 0 {
		parts = append(parts, "One of `"+strings.Join(values, "`, `")+"`.")
	}
	if v := value(n, "const"); v != nil {
		parts = append(parts, "Always `"+v.Value+"`.")
	}
	if v := value(n, "default"); v != nil && v.Kind == yaml.ScalarNode {
		parts = append(parts, "Default `"+v.Value+"`.")
	}
	if v := value(n, "examples"); v != nil && len(v.Content) > 0 && v.Content[0].Kind == yaml.ScalarNode && value(n, "const") == nil {
		parts = append(parts, "For example `"+v.Content[0].Value+"`.")
	}
	return strings.TrimSpace(strings.Join(parts, " "))
}
