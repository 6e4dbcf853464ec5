package manifest

import (
	"bytes"
	"fmt"
	"strings"

	k8syaml "sigs.k8s.io/yaml"
)

// yamlJSON gives the document as JSON, read by sigs.k8s.io/yaml as kubectl reads it, but refusing duplicate keys as the
// API server does under strict validation.
func (d *document) yamlJSON(limits Limits) ([]byte, *Error) {
	data := d.outline()
	if mayAlias(data) {
		if err := d.checkAliases(limits); err != nil {
			return nil, err
		}
	}
	if data[len(data)-1] != '\n' {
		// kubectl ends the last line, which a block scalar keeps.
		data = append(bytes.Clone(data), '\n')
	}
	out, err := convert(data, k8syaml.YAMLToJSONStrict)
	suspect := err != nil && strings.Contains(err.Error(), "already set in map")
	if err != nil && !suspect {
		return nil, d.yamlFault(err)
	}
	if suspect || mayCollide(data) {
		if dups := duplicates(d.tree()); len(dups) > 0 {
			return nil, d.duplicateFault(dups[0])
		}
	}
	if suspect {
		// No key is written twice: a merge key met a key of the mapping's own, which is what merge keys are for.
		if out, err = convert(data, k8syaml.YAMLToJSON); err != nil {
			return nil, d.yamlFault(err)
		}
	}
	return out, nil
}

// convert runs a conversion of sigs.k8s.io/yaml, which may panic on text that its parser did not foresee.
func convert(data []byte, conversion func([]byte) ([]byte, error)) (out []byte, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the YAML library fails on this document: %v", r)
		}
	}()
	return conversion(data)
}

// mayCollide tells whether keys may be told apart in YAML that are one in JSON: 80 and "80", yes and "true". The
// conversion would keep either, by chance. It finds plain keys that go-yaml may take for something else than a string,
// and keys with a tag.
func mayCollide(data []byte) bool {
	if bytes.Contains(data, []byte("!!")) || bytes.Contains(data, []byte("!<")) {
		return true
	}
	for pos := 0; ; pos++ {
		i := bytes.IndexByte(data[pos:], ':')
		if i < 0 {
			return false
		}
		pos += i
		if oddWord(lastWord(data[:pos])) {
			return true
		}
	}
}

// lastWord gives the last run of bytes that a number or boolean may be made of, after white space is cut off the end.
// Only so many bytes are looked at as tell an odd word from another.
func lastWord(data []byte) []byte {
	data = bytes.TrimRight(data, " \t\r\n")
	start := len(data)
	for start > 0 && len(data)-start < 64 && wordByte(data[start-1]) {
		start--
	}
	return data[start:]
}

func wordByte(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' ||
		c == '+' || c == '-' || c == '.' || c == '_' || c == '~'
}

// oddWord tells whether a word may resolve to a number, a boolean, null or a date.
func oddWord(word []byte) bool {
	if len(word) == 0 || !resolvable(string(word[:1])) {
		return false
	}
	switch strings.ToLower(string(word)) {
	case "y", "yes", "on", "true", "n", "no", "off", "false", "null", "~":
		return true
	}
	return strings.IndexByte("+-.0123456789", word[0]) >= 0 && !bytes.ContainsAny(word, "ghijklmpqrstuvwyz/")
}

func (d *document) duplicateFault(dup duplicate) *Error {
	start, _ := d.extent(dup.key)
	first, _ := d.extent(dup.first)
	line, _ := d.text.place(first)
	return d.text.fault(start, fmt.Sprintf("key %q is written twice in one mapping", dup.name),
		fmt.Sprintf("keep one of them; the other stands at line %d", line))
}
