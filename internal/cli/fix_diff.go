package cli

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/pmezard/go-difflib/difflib"
)

// contextLines stand around each change.
const contextLines = 3

// printDiffs writes unified diffs that git apply takes.
func printDiffs(w io.Writer, files []edited, color bool) error {
	for _, f := range files {
		for _, line := range f.diff() {
			if _, err := io.WriteString(w, colored(line, color)); err != nil {
				return fmt.Errorf("write the diff: %w", err)
			}
		}
	}
	return nil
}

// diff are the lines of a unified diff, each with its end.
func (f edited) diff() []string {
	a, b := lines(f.before), lines(f.after)
	name := gitName(f.name)
	out := []string{"--- " + header("a/"+name), "+++ " + header("b/"+name)}
	for _, group := range difflib.NewMatcher(a, b).GetGroupedOpCodes(contextLines) {
		first, last := group[0], group[len(group)-1]
		out = append(out, fmt.Sprintf("@@ -%s +%s @@\n", span(first.I1, last.I2), span(first.J1, last.J2)))
		for _, op := range group {
			if op.Tag == 'e' {
				out = appendLines(out, " ", a[op.I1:op.I2])
				continue
			}
			out = appendLines(out, "-", a[op.I1:op.I2])
			out = appendLines(out, "+", b[op.J1:op.J2])
		}
	}
	return out
}

// lines splits a text behind its line feeds, as git does.
func lines(text []byte) []string {
	all := strings.SplitAfter(string(text), "\n")
	if all[len(all)-1] == "" {
		all = all[:len(all)-1]
	}
	return all
}

func appendLines(out []string, sign string, lines []string) []string {
	for _, l := range lines {
		if strings.HasSuffix(l, "\n") {
			out = append(out, sign+l)
			continue
		}
		out = append(out, sign+l+"\n", "\\ No newline at end of file\n")
	}
	return out
}

// span is a range of lines as unified diffs have it: from 1, and of an empty one the line before.
func span(from, to int) string {
	switch n := to - from; n {
	case 0:
		return fmt.Sprintf("%d,0", from)
	case 1:
		return strconv.Itoa(from + 1)
	default:
		return fmt.Sprintf("%d,%d", from+1, n)
	}
}

// gitName is the name of a file as git apply looks for it: from the working directory, where it lies there.
func gitName(name string) string {
	abs, err := filepath.Abs(name)
	if err != nil || name == "-" {
		return name
	}
	if dir, err := os.Getwd(); err == nil {
		if rel, err := filepath.Rel(dir, abs); err == nil && filepath.IsLocal(rel) {
			return filepath.ToSlash(rel)
		}
	}
	return strings.TrimPrefix(filepath.ToSlash(abs), "/")
}

// header is a name with the end of its line: git quotes odd names, and ends one with spaces by a tab.
func header(name string) string {
	for _, c := range []byte(name) {
		if c < ' ' || c == '"' || c == '\\' || c == 0x7F {
			return strconv.Quote(name) + "\n"
		}
	}
	if strings.ContainsRune(name, ' ') {
		return name + "\t\n"
	}
	return name + "\n"
}

// colored is a line as git shows it on a terminal.
func colored(line string, color bool) string {
	code := ""
	switch {
	case !color:
	case strings.HasPrefix(line, "---"), strings.HasPrefix(line, "+++"):
		code = "1"
	case strings.HasPrefix(line, "@@"):
		code = "36"
	case strings.HasPrefix(line, "-"):
		code = "31"
	case strings.HasPrefix(line, "+"):
		code = "32"
	}
	if code == "" {
		return line
	}
	return "\x1b[" + code + "m" + strings.TrimSuffix(line, "\n") + "\x1b[m\n"
}
