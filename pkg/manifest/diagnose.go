package manifest

import (
	"bytes"
	"strings"
)

// cures tell what to write instead, by the beginning of the YAML library's message.
var cures = []struct{ message, hint string }{
	{"mapping values are not allowed", "put a value that holds a colon in quotes, or check the indentation"},
	{"did not find expected key", "check the indentation of this line and the one before"},
	{"did not find expected '-' indicator", "align the dashes of the list"},
	{"did not find expected ',' or", "close the bracket, or put a comma between the elements"},
	{"did not find expected node content", "remove the comma or bracket that has no value"},
	{"did not find expected alphabetic", "put a value that begins with & or * in quotes"},
	{"could not find expected ':'", "write key: value, with a space behind the colon"},
	{"found unexpected end of stream", "close the quote"},
	{"found unexpected document indicator", "close the quote before the line that begins with ---"},
	{"found unknown escape character", "double the backslash, or use single quotes"},
	{"unknown anchor", "define the anchor with & before it is used; anchors do not reach across ---"},
	{"exceeded max depth", "flatten the document"},
	{"document contains excessive aliasing", "write the values out, or use fewer aliases"},
	{"json: unsupported value", "JSON has no infinity and no NaN: put the value in quotes"},
	{"unsupported map key", "write the key as a string"},
	{"invalid map key", "write the key as a string"},
	{"map merge requires", "let << name a mapping or a list of mappings"},
	{"found incompatible YAML document", "remove the %YAML line, or write %YAML 1.1"},
}

// diagnose words a fault of YAML syntax at an offset of the document.
func (d *document) diagnose(offset int, message string) *Error {
	data := d.bytes()
	if tab := tabAt(data, offset); tab >= 0 {
		return d.fault(tab, "a tab stands in the indentation, where YAML allows only spaces", "indent with spaces")
	}
	hint := ""
	for _, c := range cures {
		if strings.HasPrefix(message, c.message) {
			hint = c.hint
			break
		}
	}
	if message == "found character that cannot start any token" {
		hint = "put a value that begins with @, ` or % in quotes"
	}
	if bytes.Contains(data, []byte("{{")) || bytes.Contains(data, []byte("{%")) {
		hint = "this looks like a template: render it first, for example helm template CHART | hullcheck check -"
	}
	return d.fault(offset, "invalid YAML: "+message, hint)
}

// tabAt finds a tab in the indentation of the line that offset is in, or -1.
func tabAt(data []byte, offset int) int {
	start := bytes.LastIndexAny(data[:offset], "\r\n") + 1
	if tab := bytes.IndexByte(data[start:start+indent(data[start:])], '\t'); tab >= 0 {
		return start + tab
	}
	return -1
}
