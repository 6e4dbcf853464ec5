package manifest

import "bytes"

// unread are the kinds, with their API group, of which no rule reads more than what every object has. Schemas are most of
// the bytes of many repositories.
var unread = map[string]string{
	"CustomResourceDefinition": "apiextensions.k8s.io/",
}

// outline leaves of a document whose content nobody reads what tells which object it is: apiVersion, kind and metadata.
// All other documents are returned as they are, and so is one in which that cannot be told from the beginnings of its
// lines alone. What is left out is not decoded, so faults in it are not found.
func (d *document) outline() []byte {
	data := d.bytes()
	at := d.kindLine()
	if at < 0 || mayAlias(data) || bytes.HasPrefix(data, []byte("%")) {
		return data
	}
	group, ok := unread[string(bytes.TrimSpace(data[at+len(kindKey):nextLine(data, at)]))]
	if !ok {
		return data
	}
	parts := map[string]bool{}
	var kept []byte
	keeps := false
	for pos := 0; pos < len(data); {
		next := nextLine(data, pos)
		line := data[pos:next]
		if bytes.IndexByte([]byte(" \n\r\t#-"), line[0]) < 0 {
			name := outlined(line, group)
			keeps, parts[name] = name != "", true
		}
		if keeps {
			kept = append(kept, line...)
		}
		pos = next
	}
	if !parts["apiVersion"] || !parts["metadata"] {
		return data
	}
	return kept
}

// outlined names the part of an outline that begins at a line, and is empty for all others.
func outlined(line []byte, group string) string {
	for key, begins := range map[string]string{
		"apiVersion": "apiVersion: " + group, "kind": kindKey, "metadata": "metadata:",
	} {
		if bytes.HasPrefix(line, []byte(begins)) {
			return key
		}
	}
	return ""
}
