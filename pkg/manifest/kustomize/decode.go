package kustomize

import (
	"errors"
	"io/fs"
	"maps"
	"regexp"
	"slices"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/jsonpointer"
)

var unknownField = regexp.MustCompile(`unknown field "(.*)"`)

// decode reads the kustomization as kustomize does.
func (t *tree) decode(f *folder) bool {
	data, err := readLimited(f.real)
	if err == nil {
		err = f.k.Unmarshal(data)
	}
	if err == nil {
		return true
	}
	at, _ := f.fields.Locate("")
	message := firstLine(err)
	if m := unknownField.FindStringSubmatch(err.Error()); m != nil {
		at, message = f.locateKey(m[1]), "kustomize knows no field "+m[1]
	}
	t.fail(at, message, "")
	return false
}

// locateKey gives the place of a key that may stand anywhere in the kustomization.
func (f *folder) locateKey(name string) finding.Location {
	if pointer, ok := keyIn(f.fields.Value, name, ""); ok {
		at, _ := f.fields.Locate(pointer)
		return at
	}
	at, _ := f.fields.Locate("")
	return at
}

func keyIn(value any, name, pointer string) (string, bool) {
	switch v := value.(type) {
	case map[string]any:
		if _, ok := v[name]; ok {
			return jsonpointer.Child(pointer, name), true
		}
		for _, k := range sortedKeys(v) {
			if p, ok := keyIn(v[k], name, jsonpointer.Child(pointer, k)); ok {
				return p, true
			}
		}
	case []any:
		for i, e := range v {
			if p, ok := keyIn(e, name, jsonpointer.Element(pointer, i)); ok {
				return p, true
			}
		}
	}
	return "", false
}

// plain takes the operation and the path off an error of the file system, which the message names already.
func plain(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

func sortedKeys(m map[string]any) []string { return slices.Sorted(maps.Keys(m)) }
