package manifest

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

var (
	yamlLine      = regexp.MustCompile(`^line (\d+): `)
	unknownAnchor = regexp.MustCompile(`^unknown anchor '(.*)' referenced$`)
)

// yamlFault turns an error of sigs.k8s.io/yaml into one that says where and what to do. go-yaml names at most a line; it
// counts from 0 when the parser found the fault and from 1 when the scanner did.
func (d *document) yamlFault(err error) *Error {
	data := d.bytes()
	if offset, message := badRune(data); offset >= 0 {
		return d.fault(offset, message, "save the file as UTF-8 text")
	}
	message := strings.TrimPrefix(err.Error(), "yaml: ")
	line := 0
	if m := yamlLine.FindStringSubmatch(message); m != nil {
		line, _ = strconv.Atoi(m[1]) // the expression admits digits only; too many of them are no line
		message = message[len(m[0]):]
		if strings.HasPrefix(message, "did not find expected") {
			line++
		}
	}
	offset := max(0, firstContent(data))
	if opened := d.opened(message); opened > 0 {
		line = opened
	}
	if line > 0 {
		offset = lineOffset(data, line)
	}
	if at := d.culprit(message); at >= 0 {
		offset = at
	}
	return d.diagnose(offset, message)
}

// opened is the line on which a quote or bracket was opened that is never closed, or 0. Of a fault with two places
// sigs.k8s.io/yaml names the one where reading failed, go.yaml.in/yaml/v3 the one where the quote or bracket stands.
func (d *document) opened(message string) int {
	quote := strings.HasPrefix(message, "found unexpected end of stream") ||
		strings.HasPrefix(message, "found unexpected document indicator")
	bracket := strings.HasPrefix(message, "did not find expected ',' or")
	if !quote && !bracket {
		return 0
	}
	_, err := parseTree(d.bytes())
	if err == nil {
		return 0
	}
	m := yamlLine.FindStringSubmatch(strings.TrimPrefix(err.Error(), "yaml: "))
	if m == nil || !strings.HasSuffix(err.Error(), message) {
		return 0
	}
	line, _ := strconv.Atoi(m[1]) // digits only, as above
	if bracket {
		line++
	}
	return line
}

// lineOffset is where the text of a line begins, lines counted as the YAML library does.
func lineOffset(data []byte, line int) int {
	starts := breaks(data, true)
	pos := starts[min(max(line, 1), len(starts))-1]
	return pos + indent(data[pos:])
}

func indent(line []byte) int { return len(line) - len(bytes.TrimLeft(line, " \t")) }

// culprit finds the place of a fault that the library reports without one, or -1.
func (d *document) culprit(message string) int {
	if m := unknownAnchor.FindStringSubmatch(message); m != nil {
		return aliasAt(d.bytes(), m[1])
	}
	test := suspects(message)
	if test == nil {
		return -1
	}
	if n := find(d.tree(), 1, test); n != nil {
		return d.offset(n.Line, n.Column) - d.start
	}
	return -1
}

// aliasAt finds an alias by its name, or -1. What looks like one in a comment is passed over.
func aliasAt(data []byte, name string) int {
	alias := regexp.MustCompile(`(?:^|[\s\[{,:?-])(\*` + regexp.QuoteMeta(name) + `)(?:$|[\s\]},:])`)
	for pos := 0; pos < len(data); {
		next := nextLine(data, pos)
		if m := alias.FindSubmatchIndex(data[pos:next]); m != nil {
			before := data[pos : pos+m[2]]
			if !bytes.HasPrefix(before, []byte("#")) && !bytes.Contains(before, []byte(" #")) {
				return pos + m[2]
			}
		}
		pos = next
	}
	return -1
}

// suspects gives the test for the nodes that a message without a line can be about.
func suspects(message string) func(n *yaml.Node, depth int) bool {
	switch {
	case strings.HasPrefix(message, "json: unsupported value"):
		return func(n *yaml.Node, _ int) bool {
			word := strings.TrimLeft(strings.ToLower(n.Value), "+-")
			return n.Kind == yaml.ScalarNode && n.Tag == "!!float" && (word == ".inf" || word == ".nan")
		}
	case strings.HasPrefix(message, "cannot decode"):
		return func(n *yaml.Node, _ int) bool {
			return n.Kind == yaml.ScalarNode && n.Style&yaml.TaggedStyle != 0 &&
				strings.Contains(message, "`"+n.Value+"`")
		}
	case strings.HasPrefix(message, "unsupported map key"), strings.HasPrefix(message, "invalid map key"):
		return badKey
	case strings.HasPrefix(message, "map merge requires"):
		return func(n *yaml.Node, _ int) bool { return isMerge(n) }
	}
	return nil
}

// badKey: the mapping's first key is one that JSON cannot have.
func badKey(n *yaml.Node, _ int) bool {
	if n.Kind != yaml.MappingNode {
		return false
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if name, odd := jsonKey(n.Content[i]); odd && name == "" && !isMerge(n.Content[i]) {
			return true
		}
	}
	return false
}
