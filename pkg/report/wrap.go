package report

// wrap breaks text into lines of at most width columns: at a space where there is one, else anywhere. It keeps runs of
// spaces within a line, because messages quote values.
func wrap(text string, width int) []string {
	cs := cells(text)
	var lines []string
	for columns(cs) > width {
		end, next := breakAt(cs, width)
		lines = append(lines, join(cs[:end]))
		cs = cs[next:]
	}
	return append(lines, join(cs))
}

// breakAt finds where the first line of cells that are too wide ends and where the next begins. At least one cell is
// taken, so that a width that holds nothing cannot loop.
func breakAt(cs []cell, width int) (end, next int) {
	used, space := 0, -1
	for i, c := range cs {
		if c.text == " " && used <= width {
			space = i
		}
		used += c.width
		if used > width {
			if space > 0 {
				return space, space + 1
			}
			return max(i, 1), max(i, 1)
		}
	}
	return len(cs), len(cs)
}
