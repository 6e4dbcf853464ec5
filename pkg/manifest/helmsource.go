package manifest

import (
	"bytes"
	"regexp"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

var helmSource = regexp.MustCompile(`(?m)^# Source: (\S.*?)\s*$`)

// maxTemplatePath is the longest path that a comment may name.
const maxTemplatePath = 1024

// template gives the path that helm template writes above what it renders, and the offset of the comment in the document.
func (d *document) template() (path string, offset int) {
	data := d.bytes()
	if len(data) == 0 || !bytes.Contains(data, []byte("# Source: ")) {
		return "", 0
	}
	head := data[:max(0, firstContent(data))]
	if m := helmSource.FindSubmatchIndex(head); m != nil && m[3]-m[2] <= maxTemplatePath {
		return string(head[m[2]:m[3]]), m[0]
	}
	return "", 0
}

// templatePlaces are those of an object on standard input that names its template. The template is where a person has to
// look, and its file is not read here: so a place is the line counted from the comment, which is the template's own as
// far as nothing above it was left out or put in, and no more than the resource is promised.
type templatePlaces struct {
	places
	template string
	// comment is the line of the comment in the stream.
	comment int
}

func (t templatePlaces) locate(path string) finding.Location {
	l := t.places.locate(path)
	l.File, l.Precision = t.template, finding.PrecisionResource
	l.Line, l.EndLine = max(1, l.Line-t.comment), max(1, l.EndLine-t.comment)
	return l
}

func (t templatePlaces) origins(path string) []finding.Related {
	return []finding.Related{{Message: "the line on standard input", Location: t.places.locate(path)}}
}
