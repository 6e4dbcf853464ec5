package report

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// cell is one rune of input as a terminal may be shown it, with the number of columns it takes.
type cell struct {
	text  string
	width int
}

const tabWidth = 4

// cells translates text for a terminal: whatever is not a printable rune or a plain space becomes its escape, a tab
// becomes spaces. There is one cell for each rune, and one for each byte that is no UTF-8: the columns of a Location
// count the same way.
func cells(s string) []cell {
	out := make([]cell, 0, len(s))
	for len(s) > 0 {
		r, n := utf8.DecodeRuneInString(s)
		out = append(out, cellOf(r, s[:n]))
		s = s[n:]
	}
	return out
}

func cellOf(r rune, raw string) cell {
	switch {
	case r >= ' ' && r <= '~':
		return cell{raw, 1}
	case r == utf8.RuneError && len(raw) == 1:
		return escaped(fmt.Sprintf(`\x%02x`, raw[0]))
	case r == '\t':
		return cell{strings.Repeat(" ", tabWidth), tabWidth}
	case !strconv.IsPrint(r):
		q := strconv.QuoteRuneToASCII(r)
		return escaped(q[1 : len(q)-1])
	}
	return cell{raw, runeWidth(r)}
}

func escaped(s string) cell { return cell{s, len(s)} }

// emojiStyle asks for the wide picture of the rune before it.
const emojiStyle = '\ufe0f'

// runeWidth is the number of columns of a printable rune. Where terminals differ it is the larger number: a line may
// then end early, and never late.
func runeWidth(r rune) int {
	if r != emojiStyle && unicode.In(r, unicode.Mn, unicode.Me) {
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	default:
		return 1
	}
}

func join(cs []cell) string {
	var b strings.Builder
	for _, c := range cs {
		b.WriteString(c.text)
	}
	return b.String()
}

// textColumns is the number of columns that text takes.
func textColumns(s string) int {
	if printableASCII(s) {
		return len(s)
	}
	return columns(cells(s))
}

// printableASCII tells whether text is shown as it is, each byte in one column.
func printableASCII(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

func columns(cs []cell) int {
	n := 0
	for _, c := range cs {
		n += c.width
	}
	return n
}

// visible is text as a terminal may be shown it, in one line.
func visible(s string) string {
	if printableASCII(s) {
		return s
	}
	return join(cells(s))
}
