package manifest

import "bytes"

// trailing refuses a document behind which more objects stand that kubectl would never see: it reads the first YAML
// document between two separators, so what follows "..." or a closed brace is dropped without a word.
func (d *document) trailing() *Error {
	data := d.bytes()
	if bytes.Contains(data, []byte("\n...")) {
		if end := streamEnd(data); end >= 0 {
			return d.dropped(end)
		}
	}
	if start := firstContent(data); start >= 0 && data[start] == '{' {
		return d.dropped(flowEnd(data, start))
	}
	return nil
}

// streamEnd is the offset behind the line "..." that ends a document, or -1.
func streamEnd(data []byte) int {
	for pos := 0; pos < len(data); {
		next := nextLine(data, pos)
		if string(bytes.TrimRight(data[pos:next], " \t\r\n")) == "..." {
			return next
		}
		pos = next
	}
	return -1
}

func (d *document) dropped(from int) *Error {
	rest := d.bytes()[from:]
	if content := firstContent(rest); content >= 0 && mayHoldObject(rest) {
		return d.fault(from+content, "kubectl does not read what stands behind the end of the document",
			"begin each document with a line ---")
	}
	return nil
}

// flowEnd is the offset behind the bracket that closes the one at start.
func flowEnd(data []byte, start int) int {
	open := 0
	for i := start; i < len(data); i++ {
		switch data[i] {
		case '"':
			i += doubleQuoted(data[i:]) - 1
		case '\'':
			i += singleQuoted(data[i:]) - 1
		case '{', '[':
			open++
		case '}', ']':
			if open--; open == 0 {
				return i + 1
			}
		}
	}
	return len(data)
}
