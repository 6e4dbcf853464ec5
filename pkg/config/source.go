package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// source is the text of a file, for the places of its values. Values themselves come from sigs.k8s.io/yaml, as those of
// manifests do: the two libraries differ in what they take for true.
type source struct {
	file  string
	lines []string
	root  *yaml.Node
}

// errSecondDocument: only the first document of a file would be read, and the rest be ignored in silence.
var errSecondDocument = errors.New("more than one document: remove the line ---")

func newSource(file string, data []byte) (source, error) {
	s := source{file: file, lines: strings.Split(string(data), "\n")}
	d := yaml.NewDecoder(bytes.NewReader(data))
	var doc, second yaml.Node
	switch err := d.Decode(&doc); {
	case errors.Is(err, io.EOF):
		return s, nil
	case err != nil:
		return s, fmt.Errorf("parse: %w", err)
	}
	if len(doc.Content) > 0 {
		s.root = doc.Content[0]
	}
	switch err := d.Decode(&second); {
	case err == nil:
		return s, errSecondDocument
	case !errors.Is(err, io.EOF):
		return s, fmt.Errorf("parse: %w", err)
	}
	return s, nil
}

// at is the place of the value that the path leads to: its key in a map, itself in a list.
func (s source) at(path []string) finding.Location {
	node, here := s.root, s.root
	for _, step := range path {
		key, value := child(node, step)
		if value == nil {
			break
		}
		node, here = value, key
	}
	if here == nil {
		return s.line(1, 0)
	}
	at := s.line(here.Line, here.Column)
	if here.Kind == yaml.ScalarNode && here.Style == 0 {
		at.EndColumn = at.Column + len([]rune(here.Value))
	}
	return at
}

func (s source) line(n, column int) finding.Location {
	at := finding.Location{File: s.file, Line: n, Column: column, Precision: finding.PrecisionExact}
	if n > 0 && n <= len(s.lines) {
		at.Snippet = strings.TrimSuffix(s.lines[n-1], "\r")
	}
	return at
}

// child is the entry of a map or list by its key or position: the node that stands for it, and its value.
func child(n *yaml.Node, step string) (key, value *yaml.Node) {
	if n == nil {
		return nil, nil
	}
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			if n.Content[i].Value == step {
				return n.Content[i], n.Content[i+1]
			}
		}
	case yaml.SequenceNode:
		if i, err := strconv.Atoi(step); err == nil && i >= 0 && i < len(n.Content) {
			return n.Content[i], n.Content[i]
		}
	case yaml.AliasNode:
		return child(n.Alias, step)
	default: // a scalar has no children
	}
	return nil, nil
}
