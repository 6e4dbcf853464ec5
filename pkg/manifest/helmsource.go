package manifest

import (
	"bytes"
	"regexp"
)

var helmSource = regexp.MustCompile(`(?m)^# Source: (\S.*?)\s*$`)

// template gives the path that helm template writes above what it renders.
func (d *document) template() string {
	data := d.bytes()
	if len(data) == 0 || !bytes.Contains(data, []byte("# Source: ")) {
		return ""
	}
	if m := helmSource.FindSubmatch(data[:max(0, firstContent(data))]); m != nil {
		return string(m[1])
	}
	return ""
}
