package manifest

import (
	"fmt"
	"regexp"
	"sync"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// document is one YAML document or one JSON value of a text: the bytes from start to end.
type document struct {
	text       *text
	start, end int
	json       bool

	once sync.Once
	root *yaml.Node
	// breaks are the offsets, from start, of the lines as the YAML library counts them.
	breaks []int
}

func (d *document) bytes() []byte { return d.text.data[d.start:d.end] }

// fault is an Error at an offset of the document.
func (d *document) fault(offset int, message, hint string) *Error {
	return d.text.fault(d.start+offset, message, hint)
}

// tree gives the root of the node tree; it is built when first asked for. It is nil where go.yaml.in/yaml/v3 cannot read
// what sigs.k8s.io/yaml could: then the document has no places but its own.
func (d *document) tree() *yaml.Node {
	d.once.Do(func() {
		data := d.bytes()
		d.breaks = breaks(data, true)
		if d.json {
			data = yamlFromJSON(data)
		}
		if doc, err := parseTree(data); err == nil && len(doc.Content) == 1 {
			d.root = doc.Content[0]
		}
	})
	return d.root
}

// parseTree reads the first document of data. The library reports faults by panics and recovers its own; a panic that
// escapes it must not end the program either.
func parseTree(data []byte) (doc *yaml.Node, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("parse YAML: %v", r)
		}
	}()
	doc = new(yaml.Node)
	return doc, yaml.Unmarshal(data, doc)
}

var jsonEscape = regexp.MustCompile(`\\(u[0-9A-Fa-f]{4}|.)`)

// yamlFromJSON makes JSON text readable for a YAML parser without moving a byte. The two differ in escapes only: YAML
// knows no surrogate pairs. What the escapes stand for does not matter here, as no value is taken from the tree.
func yamlFromJSON(data []byte) []byte {
	return jsonEscape.ReplaceAllFunc(data, func(esc []byte) []byte {
		if len(esc) == 6 && (esc[2]|0x20) == 'd' {
			return []byte(`\uFFFD`)
		}
		return esc
	})
}

// offset turns a place of a node, both from 1 and the column in runes, into an offset of the text.
func (d *document) offset(line, column int) int {
	if line < 1 || line > len(d.breaks) {
		return d.start
	}
	data := d.bytes()
	pos := d.breaks[line-1]
	for ; column > 1 && pos < len(data); column-- {
		_, size := utf8.DecodeRune(data[pos:])
		pos += size
	}
	return d.start + pos
}
