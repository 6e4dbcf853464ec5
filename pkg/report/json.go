package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// writeJSON prints the report as docs/report.schema.json describes it.
func writeJSON(w io.Writer, r *finding.Report, _ Options) error { return encode(w, r) }

// encode writes v as indented JSON that is safe to show on a terminal.
func encode(w io.Writer, v any) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return fmt.Errorf("encode: %w", err)
	}
	_, err := w.Write(escapeJSON(b.Bytes()))
	return err
}

// escapeJSON writes every rune that does not print as \uXXXX. encoding/json does so for the first 32 only, but a terminal
// also obeys U+0080 to U+009F, and a reader is misled by marks that turn the direction of text. Such runes occur inside
// of strings only, so the meaning stays the same.
func escapeJSON(b []byte) []byte {
	out := make([]byte, 0, len(b))
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		switch {
		case r == '\n' || strconv.IsPrint(r):
			out = append(out, b[:n]...)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			out = fmt.Appendf(out, `\u%04x\u%04x`, high, low)
		default:
			out = fmt.Appendf(out, `\u%04x`, r)
		}
		b = b[n:]
	}
	return out
}
