package manifest

import (
	"encoding/json"
	"slices"

	"github.com/hullcheck/hullcheck/pkg/jsonpointer"
)

// maxWrong is how many fields of one object are named that have a wrong type.
const maxWrong = 10

// wrongField is a field that the API server cannot decode.
type wrongField struct {
	pointer string
	value   any
	err     error
}

// blame finds the fields for which decode fails. The decoder names at most the first, without the indices of lists, and
// types that read their own JSON name nothing; so every part of the object is decoded by itself, down to the smallest
// that fails. Nothing is lost by leaving parts out: no decoder demands a field.
type blame struct {
	decode func([]byte) error
	found  []wrongField
}

// search looks at value, which fails to decode with err when wrap has put it in its place.
func (b *blame) search(value any, pointer string, wrap func(any) any, err error) {
	if len(b.found) == maxWrong {
		return
	}
	before := len(b.found)
	switch v := value.(type) {
	case map[string]any:
		if b.try(wrap(map[string]any{})) == nil {
			for _, name := range sortedNames(v) {
				b.part(v[name], jsonpointer.Child(pointer, name), func(e any) any { return wrap(map[string]any{name: e}) })
			}
		}
	case []any:
		if b.try(wrap([]any{})) == nil {
			for i, e := range v {
				b.part(e, jsonpointer.Element(pointer, i), func(e any) any { return wrap([]any{e}) })
			}
		}
	}
	if len(b.found) == before {
		b.found = append(b.found, wrongField{pointer, value, err})
	}
}

func (b *blame) part(value any, pointer string, wrap func(any) any) {
	if len(b.found) == maxWrong {
		return
	}
	if err := b.try(wrap(value)); err != nil {
		b.search(value, pointer, wrap, err)
	}
}

func (b *blame) try(value any) error {
	raw, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return b.decode(raw)
}

func sortedNames(m map[string]any) []string {
	names := make([]string, 0, len(m))
	for n := range m {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}
