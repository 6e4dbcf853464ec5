package manifest

import (
	"bytes"
	"errors"
	"fmt"

	"go.yaml.in/yaml/v3"
)

// ErrAliases is the cause of an Error about aliases that blow a document up.
var ErrAliases = errors.New("aliases expand too far")

// mayAlias tells whether a document may use an alias: an asterisk and an ampersand where YAML could read an indicator.
// Globs, shell and cron lines look alike; they only cost the time of a second parse.
func mayAlias(data []byte) bool {
	return indicator(data, '&') && indicator(data, '*')
}

func indicator(data []byte, c byte) bool {
	for pos := 0; ; pos++ {
		i := bytes.IndexByte(data[pos:], c)
		if i < 0 {
			return false
		}
		pos += i
		before := pos == 0 || bytes.IndexByte([]byte(" \t\r\n[{,:-?"), data[pos-1]) >= 0
		after := pos+1 < len(data) && bytes.IndexByte([]byte(" \t\r\n"+string(c)), data[pos+1]) < 0
		if before && after {
			return true
		}
	}
}

// expansion measures what a tree becomes when every alias is replaced by what it names, which is what decoding does: a
// few lines can become gigabytes, and an anchor inside its own value never ends.
type expansion struct {
	limits  Limits
	sizes   map[*yaml.Node]size
	aliases int
	// bad is the first alias that goes too far, and why what is wrong with it.
	bad *yaml.Node
	why string
}

// size is that of a subtree; the zero value stands for one that is being measured.
type size struct{ nodes, bytes int }

func (e *expansion) measure(n *yaml.Node) size {
	if n.Kind == yaml.AliasNode {
		return e.alias(n)
	}
	if s, known := e.sizes[n]; known {
		return s
	}
	e.sizes[n] = size{}
	s := size{nodes: 1, bytes: len(n.Value)}
	for _, c := range n.Content {
		part := e.measure(c)
		s.nodes, s.bytes = s.nodes+part.nodes, s.bytes+part.bytes
		if e.bad != nil {
			break
		}
	}
	e.sizes[n] = s
	return s
}

func (e *expansion) alias(n *yaml.Node) size {
	if n.Alias == nil {
		return size{}
	}
	e.aliases++
	s := e.measure(n.Alias)
	switch {
	case e.bad != nil:
	case s.nodes == 0:
		e.bad, e.why = n, fmt.Sprintf("anchor %q holds itself", n.Value)
	case s.nodes > e.limits.ExpandedNodes || s.bytes > e.limits.ExpandedBytes:
		e.bad, e.why = n, fmt.Sprintf("alias *%s expands to more than is read of one document", n.Value)
	}
	return s
}

// checkAliases refuses documents that aliases blow up. It runs before anything is expanded.
func (d *document) checkAliases(limits Limits) *Error {
	root := d.tree()
	if root == nil {
		return nil
	}
	e := expansion{limits: limits, sizes: map[*yaml.Node]size{}}
	s := e.measure(root)
	const hint = "write the values out, or use fewer aliases"
	if e.bad != nil {
		fault := d.text.fault(d.offset(e.bad.Line, e.bad.Column), e.why, hint)
		fault.Err = ErrAliases
		return fault
	}
	if e.aliases > 0 && (s.nodes > limits.ExpandedNodes || s.bytes > limits.ExpandedBytes) {
		fault := d.fault(max(0, firstContent(d.bytes())),
			"the document's aliases expand to more than is read of one document", hint)
		fault.Err = ErrAliases
		return fault
	}
	return nil
}
