package manifest

import (
	"bytes"
	"iter"
)

// span is one document of a stream: the bytes from start to end.
type span struct {
	start, end int
	// glued: content stands on the separator's own line ("--- {…}"), which kubectl refuses.
	glued bool
}

// split cuts a stream into documents as kubectl does (apimachinery's YAMLReader): at lines that begin with ---, whatever
// YAML would make of the context. A block scalar cannot hold such a line, because its text is indented.
//
// Unlike kubectl, which takes it for a document of its own and fails, a %YAML or %TAG directive stays with the document
// behind its separator.
func split(data []byte) iter.Seq[span] {
	return func(yield func(span) bool) {
		current := span{}
		for pos := 0; pos < len(data); {
			next := nextLine(data, pos)
			line := data[pos:next]
			if bytes.HasPrefix(line, []byte("---")) && !onlyDirectives(data[current.start:pos]) {
				current.end = pos
				if !yield(current) {
					return
				}
				current = span{start: next}
				if rest := bytes.TrimSpace(line[3:]); len(rest) > 0 && rest[0] != '#' {
					current = span{start: pos, glued: true}
				}
			}
			pos = next
		}
		current.end = len(data)
		yield(current)
	}
}

// nextLine is the offset behind the line feed that ends the line at pos.
func nextLine(data []byte, pos int) int {
	if i := bytes.IndexByte(data[pos:], '\n'); i >= 0 {
		return pos + i + 1
	}
	return len(data)
}

// onlyDirectives: the text holds directives, and beside them blank lines and comments only.
func onlyDirectives(data []byte) bool {
	directive := false
	for pos := 0; pos < len(data); {
		next := nextLine(data, pos)
		switch line := bytes.TrimSpace(data[pos:next]); {
		case len(line) == 0 || line[0] == '#':
		case data[pos] == '%':
			directive = true
		default:
			return false
		}
		pos = next
	}
	return directive
}

// firstContent is the offset of the first byte that is neither white space nor part of a comment, or -1.
func firstContent(data []byte) int {
	for pos := 0; pos < len(data); {
		next := nextLine(data, pos)
		line := bytes.TrimLeft(data[pos:next], " \t\r\n")
		if len(line) > 0 && line[0] != '#' {
			return next - len(line)
		}
		pos = next
	}
	return -1
}
