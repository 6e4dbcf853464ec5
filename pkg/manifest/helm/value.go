package helm

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/manifest"
)

var valuePath = regexp.MustCompile(`\.Values\.([A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+)*)`)

// value is where the value stands that the only action of a line writes: in the last of the values files that has it, else
// in the chart's own. One that --set gives stands in none. Only lines of the chart itself are looked at, as what it depends on has other values.
func (j *job) value(at finding.Location, path string) (finding.Location, bool) {
	found := valuePath.FindAllStringSubmatch(at.Snippet, -1)
	if len(found) != 1 || !j.own(at.File) {
		return finding.Location{}, false
	}
	if j.values.sets(found[0][1]) {
		return finding.Location{}, false
	}
	pointer := "/" + strings.ReplaceAll(found[0][1], ".", "/")
	deeper := pointer
	if i := strings.LastIndexByte(path, '/'); i >= 0 {
		deeper = pointer + path[i:]
	}
	docs := j.valueDocuments()
	for i := len(docs) - 1; i >= 0; i-- {
		for _, p := range []string{deeper, pointer} {
			if l, ok := docs[i].Locate(p); ok {
				return l, true
			}
		}
	}
	return finding.Location{}, false
}

// own tells whether a file is a template of the chart itself.
func (j *job) own(shown string) bool {
	for _, f := range j.files {
		if f.shown == shown {
			return strings.HasPrefix(f.name, "templates/")
		}
	}
	return false
}

// valueDocuments are the files of values, the chart's own first.
func (j *job) valueDocuments() []*manifest.Fields {
	var out []*manifest.Fields
	read := func(name string, data []byte) {
		docs, _ := manifest.ReadFields(name, data, manifest.Limits{})
		out = append(out, docs...)
	}
	for _, f := range j.files {
		if f.name == "values.yaml" {
			read(f.shown, f.data)
		}
	}
	for _, name := range j.values.Files {
		if data, err := os.ReadFile(name); err == nil {
			read(filepath.ToSlash(name), data)
		}
	}
	return out
}
