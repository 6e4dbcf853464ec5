package helm

import "strings"

// token is a part of a template: a piece of text, or an action with its braces.
type token struct {
	start, end int
	action     bool
	// word is the first word of an action ("range", "end", "include"); "" for comments.
	word string
	// trims tells whether an action takes away the white space behind it.
	trims bool
}

// lex cuts a template into text and actions, as text/template/parse does with the default delimiters. An action that does
// not end is left as text: parsing will say what is wrong.
func lex(src string) []token {
	var out []token
	pos := 0
	for pos < len(src) {
		open := strings.Index(src[pos:], "{{")
		if open < 0 {
			break
		}
		open += pos
		end := actionEnd(src, open)
		if end < 0 {
			break
		}
		if open > pos {
			out = append(out, token{start: pos, end: open})
		}
		out = append(out, newAction(src, open, end))
		pos = end
	}
	if pos < len(src) {
		out = append(out, token{start: pos, end: len(src)})
	}
	return out
}

func newAction(src string, start, end int) token {
	inner := strings.TrimSuffix(src[start+2:end], "}}")
	t := token{start: start, end: end, action: true}
	if strings.HasSuffix(inner, "-") && len(inner) > 1 && isSpace(inner[len(inner)-2]) {
		t.trims = true
	}
	inner = strings.TrimLeft(strings.TrimPrefix(inner, "-"), " \t\r\n")
	n := 0
	for n < len(inner) && isLetter(inner[n]) {
		n++
	}
	t.word = inner[:n]
	return t
}

// actionEnd is the offset behind the }} that ends the action at open, or -1.
func actionEnd(src string, open int) int {
	pos := open + 2
	rest := src[pos:]
	if strings.HasPrefix(rest, "- ") || strings.HasPrefix(rest, "-\t") || strings.HasPrefix(rest, "-\n") {
		rest = rest[2:]
		pos += 2
	}
	if strings.HasPrefix(rest, "/*") {
		end := strings.Index(rest[2:], "*/")
		if end < 0 {
			return -1
		}
		pos += end + 4
	}
	for pos < len(src) {
		switch src[pos] {
		case '"', '\'', '`':
			pos = stringEnd(src, pos)
		case '}':
			if strings.HasPrefix(src[pos:], "}}") {
				return pos + 2
			}
			pos++
		default:
			pos++
		}
	}
	return -1
}

// stringEnd is the offset behind the string or character that begins at pos.
func stringEnd(src string, pos int) int {
	quote := src[pos]
	for i := pos + 1; i < len(src); i++ {
		switch {
		case src[i] == quote:
			return i + 1
		case src[i] == '\\' && quote != '`':
			i++
		}
	}
	return len(src)
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }

func isLetter(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c >= '0' && c <= '9'
}
