package report

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// writeJSON prints the report as docs/report.schema.json describes it. It encodes one finding at a time: the text of a
// report is several times as long as the report is in memory.
func writeJSON(w io.Writer, r *finding.Report, _ Options) error {
	j := newJSONWriter(w)
	j.raw("{")
	v := reflect.ValueOf(r).Elem()
	for i := range v.NumField() {
		name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		if name == "-" {
			continue
		}
		if i > 0 {
			j.raw(",")
		}
		j.raw(fmt.Sprintf("\n  %q: ", name))
		j.field(v.Field(i))
	}
	j.raw("\n}\n")
	return j.end()
}

// encode writes v as indented JSON that is safe to show on a terminal.
func encode(w io.Writer, v any) error {
	j := newJSONWriter(w)
	j.value(v, "")
	j.raw("\n")
	return j.end()
}

// jsonWriter writes JSON piece by piece and keeps the first error.
type jsonWriter struct {
	w   *bufio.Writer
	buf bytes.Buffer
	err error
}

func newJSONWriter(w io.Writer) *jsonWriter { return &jsonWriter{w: bufio.NewWriterSize(w, 64<<10)} }

func (j *jsonWriter) raw(s string) {
	if j.err == nil {
		_, j.err = j.w.WriteString(s)
	}
}

// field writes a field of the report; a list element by element.
func (j *jsonWriter) field(v reflect.Value) {
	if v.Kind() != reflect.Slice || v.Len() == 0 {
		j.value(v.Interface(), "  ")
		return
	}
	j.raw("[")
	for i := range v.Len() {
		if i > 0 {
			j.raw(",")
		}
		j.raw("\n    ")
		j.value(v.Index(i).Interface(), "    ")
	}
	j.raw("\n  ]")
}

func (j *jsonWriter) value(v any, prefix string) {
	if j.err != nil {
		return
	}
	j.buf.Reset()
	e := json.NewEncoder(&j.buf)
	e.SetEscapeHTML(false)
	e.SetIndent(prefix, "  ")
	if err := e.Encode(v); err != nil {
		j.err = fmt.Errorf("encode: %w", err)
		return
	}
	j.err = escapeJSON(j.w, bytes.TrimSuffix(j.buf.Bytes(), []byte("\n")))
}

func (j *jsonWriter) end() error {
	if j.err != nil {
		return j.err
	}
	return j.w.Flush()
}

// escapeJSON writes every rune that does not print as \uXXXX. encoding/json does so for the first 32 only, but a terminal
// also obeys U+0080 to U+009F, and a reader is misled by marks that turn the direction of text. Such runes occur inside
// of strings only, so the meaning stays the same.
func escapeJSON(w *bufio.Writer, b []byte) error {
	for len(b) > 0 {
		n := 0
		for n < len(b) && b[n] < utf8.RuneSelf && b[n] != 0x7f {
			n++
		}
		if _, err := w.Write(b[:n]); err != nil {
			return err
		}
		if b = b[n:]; len(b) == 0 {
			return nil
		}
		r, n := utf8.DecodeRune(b)
		if err := escapeRune(w, r, b[:n]); err != nil {
			return err
		}
		b = b[n:]
	}
	return nil
}

func escapeRune(w *bufio.Writer, r rune, written []byte) (err error) {
	switch {
	case strconv.IsPrint(r):
		_, err = w.Write(written)
	case r > 0xffff:
		high, low := utf16.EncodeRune(r)
		_, err = fmt.Fprintf(w, `\u%04x\u%04x`, high, low)
	default:
		_, err = fmt.Fprintf(w, `\u%04x`, r)
	}
	return err
}
