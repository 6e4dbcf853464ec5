package manifest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// jsonValues cuts a text that begins with a brace into its JSON values, which may follow each other without a separator,
// as kubectl takes them. ok is false where the first of them is no JSON: then the text is YAML in flow style, or broken,
// which cause tells.
func (d *document) jsonValues() (values []*document, cause *Error, ok bool) {
	data := d.bytes()
	dec := json.NewDecoder(bytes.NewReader(data))
	for {
		var raw json.RawMessage
		err := dec.Decode(&raw)
		end := int(dec.InputOffset())
		switch {
		case errors.Is(err, io.EOF):
			return values, nil, true
		case err != nil:
			return values, d.jsonFault(err, end), len(values) > 0
		}
		values = append(values, &document{
			text: d.text, json: true, start: d.start + end - len(raw), end: d.start + end,
		})
	}
}

func (d *document) jsonFault(err error, offset int) *Error {
	message := err.Error()
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &syntax):
		offset = int(syntax.Offset) - 1
	case errors.Is(err, io.ErrUnexpectedEOF):
		offset, message = len(bytes.TrimRight(d.bytes(), " \t\r\n")), "the text ends inside a value"
	}
	return d.fault(offset, fmt.Sprintf("invalid JSON: %s", message), "")
}
