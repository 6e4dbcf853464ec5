package cli

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// wrapText sets the paragraphs and lists of a Markdown text in lines of at most that many columns. Code, tables and quotes
// keep their lines. A word that is longer than a line, such as an address, stays whole: broken it could not be copied.
func wrapText(text string, columns int) string {
	w := wrapping{columns: columns}
	for _, line := range strings.Split(text, "\n") {
		w.line(line)
	}
	w.flush()
	return strings.Join(w.out, "\n")
}

// wrapping is a text being set: out is what is done, words the open paragraph or list item behind its mark.
type wrapping struct {
	columns int
	out     []string
	mark    string
	words   []string
	fenced  bool
}

var listMark = regexp.MustCompile(`^ {0,3}([-*]|[0-9]+\.) +`)

func (w *wrapping) line(line string) {
	if strings.HasPrefix(line, "```") {
		w.fenced = !w.fenced
	}
	mark := listMark.FindString(line)
	continues := w.mark != "" && strings.HasPrefix(line, strings.Repeat(" ", len(w.mark)))
	switch {
	case w.fenced || line == "" || mark == "" && !continues && verbatim(line):
		w.flush()
		w.out = append(w.out, line)
	case mark != "":
		w.flush()
		w.mark, w.words = mark, strings.Fields(line[len(mark):])
	default:
		w.words = append(w.words, strings.Fields(line)...)
	}
}

// verbatim tells whether a line of Markdown is more than words of a paragraph.
func verbatim(line string) bool {
	for _, beginning := range []string{" ", "\t", "#", "|", ">", "```"} {
		if strings.HasPrefix(line, beginning) {
			return true
		}
	}
	return false
}

func (w *wrapping) flush() {
	if len(w.words) > 0 {
		w.out = append(w.out, hang(w.mark, w.words, w.columns)...)
	}
	w.mark, w.words = "", nil
}

// hang sets words behind a prefix, and their further lines behind as many spaces.
func hang(prefix string, words []string, columns int) []string {
	indent := utf8.RuneCountInString(prefix)
	lines := fill(words, max(columns-indent, 1))
	for i := range lines {
		lines[i] = prefix + lines[i]
		prefix = strings.Repeat(" ", indent)
	}
	return lines
}

// fill sets words in lines of at most that many columns, if they fit at all.
func fill(words []string, columns int) []string {
	var lines []string
	line, used := "", 0
	for _, w := range words {
		n := utf8.RuneCountInString(w)
		switch {
		case line == "":
			line, used = w, n
		case used+1+n <= columns:
			line, used = line+" "+w, used+1+n
		default:
			lines = append(lines, line)
			line, used = w, n
		}
	}
	return append(lines, line)
}

// wrapCommand breaks a shell command between its words, so that it can still be pasted.
func wrapCommand(line string, columns int) string {
	indent := line[:len(line)-len(strings.TrimLeft(line, " "))]
	if utf8.RuneCountInString(line) <= columns {
		return line
	}
	lines := fill(strings.Fields(line), max(columns-len(indent)-len("    ")-len(` \`), 1))
	return indent + strings.Join(lines, " \\\n"+indent+"    ")
}
