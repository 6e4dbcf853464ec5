package report

// wrap breaks text into lines of at most width columns: at a space where there is one, else anywhere. It keeps runs of
// spaces within a line, because messages quote values.
func wrap(text string, width int) []string {
	if len(text) <= width && printableASCII(text) {
		return []string{text}
	}
	var lines []string
	for cs := cells(text); ; {
		end, next := breakAt(cs, width)
		lines = append(lines, join(cs[:end]))
		if next == len(cs) {
			return lines
		}
		cs = cs[next:]
	}
}

// breakAt finds where the first line of cells ends and where the next begins. At least one cell is taken, so that a width
// that holds nothing cannot loop.
func breakAt(cs []cell, width int) (end, next int) {
	used, space := 0, 0
	for i, c := range cs {
		if c.text == " " {
			space = i
		}
		used += c.width
		switch {
		case used <= width:
		case space > 0:
			return space, space + 1
		default:
			return max(i, 1), max(i, 1)
		}
	}
	return len(cs), len(cs)
}
