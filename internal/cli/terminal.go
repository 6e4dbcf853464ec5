package cli

import (
	"io"
	"os"
	"strconv"

	"golang.org/x/term"
)

// terminalOf is the file behind a writer that is a terminal, else nil.
func terminalOf(w io.Writer) *os.File {
	f, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return nil
	}
	return f
}

// colors tells whether to write colours to w: only to a terminal that can, and only where nobody said no. Any value of
// NO_COLOR but the empty one says no (no-color.org).
func colors(w io.Writer, no bool) bool {
	return !no && os.Getenv("NO_COLOR") == "" && !dumb() && terminalOf(w) != nil
}

// dumb tells whether the terminal can only print one character after the other (terminfo's name for such).
func dumb() bool { return os.Getenv("TERM") == "dumb" }

// width is the number of columns that COLUMNS asks for, else those of the terminal behind w; 0 where there is none.
func width(w io.Writer) int {
	if n, err := strconv.Atoi(os.Getenv("COLUMNS")); err == nil && n > 0 {
		return n
	}
	f := terminalOf(w)
	if f == nil {
		return 0
	}
	columns, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 0
	}
	return columns
}
