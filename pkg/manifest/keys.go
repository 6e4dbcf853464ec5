package manifest

import (
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
	k8syaml "sigs.k8s.io/yaml"
)

// maxLookups bounds the keys that are looked at for one place: merge keys may name each other many times over.
const maxLookups = 1 << 20

// keyLookup finds keys of mappings under the names that they have in the object's JSON.
type keyLookup struct{ budget int }

// find looks a name up as sigs.k8s.io/yaml fills its map: in the order of the text, a merge key like any other, so that
// the last that writes the name wins. (The YAML specification lets a mapping's own keys win.)
func (l *keyLookup) find(m *yaml.Node, name string) (n node, ok bool) {
	for i := 0; i+1 < len(m.Content); i += 2 {
		if l.budget--; l.budget < 0 {
			return n, ok
		}
		key, value := m.Content[i], m.Content[i+1]
		if isMerge(key) {
			if merged, found := l.merged(value, name); found {
				n, ok = merged, true
			}
		} else if has, _ := jsonKey(key); has == name {
			n, ok = node{key: key, value: value}, true
		}
	}
	return n, ok
}

// merged looks a name up in the mappings that a merge key names; of several the first wins.
func (l *keyLookup) merged(value *yaml.Node, name string) (node, bool) {
	value = deref(value)
	if value.Kind == yaml.MappingNode {
		return l.find(value, name)
	}
	for _, m := range value.Content {
		if l.budget < 0 {
			break
		}
		if m = deref(m); m.Kind == yaml.MappingNode {
			if n, ok := l.find(m, name); ok {
				return n, true
			}
		}
	}
	return node{}, false
}

func isMerge(key *yaml.Node) bool {
	return key.Kind == yaml.ScalarNode && key.Value == "<<" && !quoted(key) &&
		(key.Tag == "" || key.Tag == "!!merge")
}

func quoted(n *yaml.Node) bool {
	return n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) != 0
}

// jsonKey gives the name that a key has in JSON: sigs.k8s.io/yaml writes 080, yes and 1.0 as "64", "true" and "1". odd
// tells that the name is not the one written. A key that it refuses has no name.
func jsonKey(key *yaml.Node) (name string, odd bool) {
	key = deref(key)
	switch {
	case key.Kind != yaml.ScalarNode:
		return "", true
	case key.Style&yaml.TaggedStyle == 0 && (quoted(key) || !resolvable(key.Value)):
		return key.Value, false
	}
	name, ok := resolvedKey(key)
	if !ok {
		return "", true
	}
	return name, name != key.Value
}

// resolvable tells whether a plain scalar may be something else than a string in YAML 1.1: go-yaml decides so by the
// first byte.
func resolvable(value string) bool {
	return value == "" || strings.IndexByte("+-.0123456789yYnNtTfFoO~<", value[0]) >= 0
}

// resolvedKey asks sigs.k8s.io/yaml what a key is.
func resolvedKey(key *yaml.Node) (string, bool) {
	text := key.Value
	if key.Style&yaml.TaggedStyle != 0 {
		text = key.Tag + " " + strconv.Quote(key.Value)
	} else if plainWord(text) {
		return text, true
	}
	var read map[string]any
	if err := k8syaml.Unmarshal([]byte(text+": 0\n"), &read); err != nil || len(read) != 1 {
		return "", false
	}
	for name := range read {
		return name, true
	}
	return "", false
}

// plainWord spares the question for the keys of ordinary manifests that begin like a boolean (name, template, type, to).
func plainWord(value string) bool {
	if value == "" || strings.IndexByte("yYnNtTfFoO", value[0]) < 0 {
		return false
	}
	switch strings.ToLower(value) {
	case "y", "yes", "n", "no", "null", "on", "off", "true", "false":
		return false
	}
	for i := range len(value) {
		if !letterOrDigit(value[i]) {
			return len(value) > len("false")
		}
	}
	return true
}

func letterOrDigit(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}
