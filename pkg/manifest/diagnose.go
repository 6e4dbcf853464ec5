package manifest

import (
	"bytes"
	"strings"
)

// cures tell what to write instead, by the beginning of the YAML library's message; say replaces a message that only a
// Go programmer understands.
var cures = []struct{ message, hint, say string }{
	{message: "mapping values are not allowed", hint: "put a value that holds a colon in quotes, or check the indentation"},
	{message: "did not find expected key", hint: "check the indentation of this line and the one before"},
	{message: "did not find expected '-' indicator", hint: "align the dashes of the list"},
	{message: "did not find expected ',' or", hint: "close the bracket, or put a comma between the elements"},
	{message: "did not find expected node content", hint: "remove the comma or bracket that has no value"},
	{message: "did not find expected alphabetic", hint: "put a value that begins with & or * in quotes"},
	{message: "could not find expected ':'", hint: "write key: value, with a space behind the colon"},
	{message: "found unexpected end of stream", hint: "close the quote"},
	{message: "found unexpected document indicator", hint: "close the quote before the line that begins with ---"},
	{message: "found unknown escape character", hint: "double the backslash, or use single quotes"},
	{message: "unknown anchor", hint: "define the anchor with & before it is used; anchors do not reach across ---"},
	{message: "exceeded max depth", hint: "flatten the document"},
	{message: "document contains excessive aliasing", hint: "write the values out, or use fewer aliases"},
	{
		message: "json: unsupported value", hint: "put the value in quotes",
		say: "JSON, which the API server speaks, has no infinity and no NaN",
	},
	{
		message: "unsupported map key", hint: "write the key as a string",
		say: "a mapping has a key that is null",
	},
	{
		message: "invalid map key", hint: "write the key as a string",
		say: "a mapping has a key that is a mapping or a list",
	},
	{message: "map merge requires", hint: "let << name a mapping or a list of mappings"},
	{message: "cannot decode", hint: "remove the tag, or write a value of its type"},
	{message: "found incompatible YAML document", hint: "remove the %YAML line, or write %YAML 1.1"},
}

// diagnose words a fault of YAML syntax at an offset of the document.
func (d *document) diagnose(offset int, message string) *Error {
	data := d.bytes()
	// A fault found at the end of the text is shown at the last thing that is written there.
	offset = max(0, min(offset, len(bytes.TrimRight(data, " \t\r\n"))-1))
	if tab := tabAt(data, offset); tab >= 0 {
		return d.fault(tab, "a tab stands in the indentation, where YAML allows only spaces", "indent with spaces")
	}
	hint := ""
	for _, c := range cures {
		if strings.HasPrefix(message, c.message) {
			hint = c.hint
			if c.say != "" {
				message = c.say
			}
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
