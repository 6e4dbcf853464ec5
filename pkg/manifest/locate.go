package manifest

import (
	"bytes"
	"slices"

	"go.yaml.in/yaml/v3"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/jsonpointer"
)

// node is a field as it stands in the tree: in a mapping with its key, in a list without. value is never an alias.
type node struct{ key, value *yaml.Node }

// places are those of one object of a document; base is its pointer there ("/items/3" in a List).
type places struct {
	*document
	base string
}

func (d places) locate(path string) finding.Location {
	if path == "" && d.base == "" {
		if start := d.kindLine(); start >= 0 {
			return d.text.location(d.start+start, d.start+start+len("kind"))
		}
	}
	root := d.tree()
	if root == nil {
		return d.ownPlace()
	}
	object, found := d.walk(node{value: deref(root)}, jsonpointer.Steps(d.base))
	if !found {
		return d.ownPlace()
	}
	target, found := d.walk(object, jsonpointer.Steps(path))
	if target.value == object.value {
		return d.locationOf(objectKey(object.value))
	}
	return d.locationOf(face(target, found))
}

// kindKey is the key kind as a block mapping has it at the beginning of a line.
const kindKey = "kind: "

// oddKinds are signs that the key may be written otherwise, so that a line which looks like it may be another's.
var oddKinds = [][]byte{[]byte(`kind"`), []byte("kind'"), []byte(`\x`), []byte(`\u`), []byte(`\U`), []byte("\n?")}

// kindLine gives the offset of an object's key kind in block style, and -1 where the tree must tell. It spares the tree
// for workloads without findings of their own. The document must begin with a key too: then nothing but keys, comments
// and separators begins a line.
func (d *document) kindLine() int {
	data := d.bytes()
	odd := func(sign []byte) bool { return bytes.Contains(data, sign) }
	if d.json || !beginsWithKey(data[max(0, firstContent(data)):]) || slices.ContainsFunc(oddKinds, odd) {
		return -1
	}
	if bytes.HasPrefix(data, []byte(kindKey)) {
		if bytes.Contains(data, []byte("\n"+kindKey)) {
			return -1
		}
		return 0
	}
	first := bytes.Index(data, []byte("\n"+kindKey))
	if first < 0 || first != bytes.LastIndex(data, []byte("\n"+kindKey)) {
		return -1
	}
	return first + 1
}

// beginsWithKey tells whether a document begins with a plain key of a block mapping.
func beginsWithKey(data []byte) bool {
	n := 0
	for n < len(data) && (data[n]|0x20 >= 'a' && data[n]|0x20 <= 'z') {
		n++
	}
	return n > 0 && bytes.HasPrefix(data[n:], []byte(": "))
}

// ownPlace is the first line of the document that says something.
func (d *document) ownPlace() finding.Location {
	first := max(0, firstContent(d.bytes()))
	l := d.text.location(d.start+first, d.start+first+1)
	l.Precision = finding.PrecisionResource
	return l
}

func (d *document) locationOf(n *yaml.Node) finding.Location {
	return d.text.location(d.extent(n))
}

// walk goes down as far as the steps lead; found is false where a step is missing, and the node is then the last that
// is there.
func (d *document) walk(from node, path []string) (to node, found bool) {
	lookups := keyLookup{budget: maxLookups}
	for _, step := range path {
		next, ok := node{}, false
		switch from.value.Kind {
		case yaml.MappingNode:
			next, ok = lookups.find(from.value, step)
		case yaml.SequenceNode:
			if i, in := jsonpointer.Index(step, len(from.value.Content)); in {
				next, ok = node{value: from.value.Content[i]}, true
			}
		default: // a scalar holds nothing
		}
		if !ok {
			return from, false
		}
		next.value = deref(next.value)
		from = next
	}
	return from, true
}

// face is the node to show for a field: the value where it is a scalar that is written, else the key; for an element of
// a list its first key. A parent that is shown for a missing field shows its key.
func face(n node, found bool) *yaml.Node {
	scalar := n.value.Kind == yaml.ScalarNode
	empty := scalar && n.value.Value == "" && n.value.Style == 0
	switch {
	case n.key != nil && (!found || !scalar || empty):
		return n.key
	case n.value.Kind == yaml.MappingNode && len(n.value.Content) > 0:
		return n.value.Content[0]
	}
	return n.value
}

// objectKey is the node that stands for a whole object: its kind, else its first key.
func objectKey(object *yaml.Node) *yaml.Node {
	lookups := keyLookup{budget: maxLookups}
	if object.Kind == yaml.MappingNode {
		if kind, ok := lookups.find(object, "kind"); ok {
			return kind.key
		}
	}
	return face(node{value: object}, true)
}

// deref follows an alias to the node that it names. An anchor can only name a node, never an alias.
func deref(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode && n.Alias != nil {
		return n.Alias
	}
	return n
}
