package manifest

import (
	"bytes"
	"fmt"
)

// braced reads a document that begins with a brace: JSON values or, as for kubectl, YAML in flow style if the first of
// them is no JSON.
func (r *reading) braced(d *document) {
	values, fault, isJSON := d.jsonValues()
	if !isJSON {
		r.flow(d, fault)
		return
	}
	for _, v := range values {
		if r.stopped {
			return
		}
		if r.documents >= r.limits.Documents {
			fault = v.fault(0, fmt.Sprintf("the file holds more than %d documents; the rest is not read",
				r.limits.Documents), "split the file")
			break
		}
		r.json(v)
		r.documents++
	}
	if fault != nil {
		r.fail(fault)
	}
}

// json reads one JSON value.
func (r *reading) json(v *document) {
	if !mayHoldObject(v.bytes()) {
		r.stranger(v)
		return
	}
	if offset, message := badRune(v.bytes()); offset >= 0 {
		r.fail(v.fault(offset, message, "save the file as UTF-8 text"))
		return
	}
	r.objects(v, v.bytes())
}

// flow reads a YAML document in flow style. cause is why it is no JSON.
func (r *reading) flow(d *document, cause *Error) {
	defer func() { r.documents++ }()
	raw, fault := d.yamlJSON(r.limits)
	if fault == nil {
		fault = d.trailing()
	}
	switch {
	case fault == nil:
		r.objects(d, raw)
	case looksJSON(d.bytes()):
		r.fail(cause)
	default:
		r.fail(fault)
	}
}

// looksJSON: the first key is in double quotes, as people write JSON and not YAML.
func looksJSON(data []byte) bool {
	inside := bytes.TrimLeft(data[bytes.IndexByte(data, '{')+1:], " \t\r\n")
	return len(inside) > 0 && inside[0] == '"'
}
