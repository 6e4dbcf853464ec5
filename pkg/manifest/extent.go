package manifest

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// extent gives the bytes of the text that a scalar or an alias is written with, quotes included; of a block scalar its
// header (|-), of a mapping or sequence the rune that it begins with. The node tree only knows where a node begins, and
// counts its anchor and tag as part of it.
func (d *document) extent(n *yaml.Node) (start, end int) {
	start = d.offset(n.Line, n.Column)
	rest := d.text.data[start:d.end]
	if n.Anchor != "" || n.Style&yaml.TaggedStyle != 0 {
		skipped := properties(rest)
		start, rest = start+skipped, rest[skipped:]
	}
	return start, start + writtenLength(n, rest)
}

// writtenLength is that of the node's text at the beginning of rest.
func writtenLength(n *yaml.Node, rest []byte) int {
	switch {
	case n.Kind == yaml.AliasNode:
		return min(len(n.Value)+1, len(rest))
	case n.Kind != yaml.ScalarNode:
		return min(1, len(rest))
	case n.Style&yaml.DoubleQuotedStyle != 0:
		return doubleQuoted(rest)
	case n.Style&yaml.SingleQuotedStyle != 0:
		return singleQuoted(rest)
	case n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		return len(rest) - len(bytes.TrimLeft(rest, "|>+-0123456789"))
	}
	return plain(n.Value, rest)
}

// properties skips anchors and tags, and white space, line ends and comments behind them.
func properties(rest []byte) int {
	pos := 0
	for pos < len(rest) && (rest[pos] == '&' || rest[pos] == '!') {
		for pos < len(rest) && !bytes.ContainsRune([]byte(" \t\r\n"), rune(rest[pos])) {
			pos++
		}
		pos = skipSpace(rest, pos)
	}
	return pos
}

func skipSpace(rest []byte, pos int) int {
	for pos < len(rest) {
		switch rest[pos] {
		case ' ', '\t', '\r', '\n':
			pos++
		case '#':
			pos = nextLine(rest, pos)
		default:
			return pos
		}
	}
	return pos
}

func doubleQuoted(rest []byte) int {
	for i := 1; i < len(rest); i++ {
		switch rest[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(rest)
}

func singleQuoted(rest []byte) int {
	for i := 1; i < len(rest); i++ {
		if rest[i] != '\'' {
			continue
		}
		if i+1 == len(rest) || rest[i+1] != '\'' {
			return i + 1
		}
		i++
	}
	return len(rest)
}

// plain follows the value of a plain scalar through the text: each run of white space in the value, which may be folded
// line ends, matches one in the text.
func plain(value string, rest []byte) int {
	const space = " \t\r\n\u0085\u2028\u2029"
	pos := 0
	for value != "" && pos < len(rest) {
		r, size := utf8.DecodeRuneInString(value)
		if strings.ContainsRune(space, r) {
			value = strings.TrimLeft(value, space)
			pos = len(rest) - len(bytes.TrimLeft(rest[pos:], space))
			continue
		}
		if !bytes.HasPrefix(rest[pos:], []byte(value[:size])) {
			break
		}
		value, pos = value[size:], pos+size
	}
	return pos
}
