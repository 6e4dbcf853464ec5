package manifest

import "go.yaml.in/yaml/v3"

// depth is how deep the mappings and lists of a JSON text nest.
func depth(raw []byte) int {
	deepest, now, inString := 0, 0, false
	for i := 0; i < len(raw); i++ {
		switch c := raw[i]; {
		case c == '"':
			inString = !inString
		case inString && c == '\\':
			i++
		case inString:
		case c == '{' || c == '[':
			now++
			deepest = max(deepest, now)
		case c == '}' || c == ']':
			now--
		}
	}
	return deepest
}

// depthFault is the Error for a document that nests deeper than most, at the first node that does.
func (d *document) depthFault(most int) *Error {
	deep := find(d.tree(), 1, func(n *yaml.Node, depth int) bool {
		return depth > most && n.Kind != yaml.ScalarNode
	})
	offset := d.start + max(0, firstContent(d.bytes()))
	if deep != nil {
		offset = d.offset(deep.Line, deep.Column)
	}
	return d.text.fault(offset, "mappings and lists nest too deep", "no Kubernetes object needs this; flatten it")
}
