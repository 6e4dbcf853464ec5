package fix

import (
	"context"
	"fmt"
	"maps"
	"path"
	"slices"

	"github.com/hullcheck/hullcheck/pkg/fix/yamledit"
	"github.com/hullcheck/hullcheck/pkg/jsonpointer"
	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// rightName writes a misspelt field by its right name, or a misplaced one at its right place.
func rightName(_ context.Context, t *target) (proposal, error) {
	i := slices.IndexFunc(t.object.Unknown, func(u manifest.UnknownField) bool { return u.Path == t.finding.Path })
	switch {
	case i < 0:
		return leave("the field is known by now"), nil
	case t.object.Unknown[i].Nearest == "":
		return leave("what the field was meant to be is not known; it has no effect"), nil
	}
	u := t.object.Unknown[i]
	name := jsonpointer.Last(u.Nearest)
	if path.Dir(u.Path) == path.Dir(u.Nearest) {
		rename := yamledit.Change{Op: yamledit.Rename, Path: u.Path, Name: name}
		return one(rename, fmt.Sprintf("write %s for %s", name, jsonpointer.Last(u.Path)), ""), nil
	}
	value := jsonpointer.At(t.object.Value(), u.Path)
	if jsonpointer.At(t.object.Value(), u.Nearest) != nil {
		return leave(fmt.Sprintf("%s is written too; which of the two is meant is not known", u.Nearest)), nil
	}
	return propose(candidate{
		changes: []yamledit.Change{set(u.Nearest, writable(value)), {Op: yamledit.Remove, Path: u.Path, Uncommented: true}},
		words:   "move " + jsonpointer.Last(u.Path) + " to " + u.Nearest,
	}), nil
}

// writable is a value that was read as one to write, its keys in the order of the alphabet.
func writable(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := yamledit.Map{}
		for _, k := range slices.Sorted(maps.Keys(v)) {
			out = append(out, yamledit.Entry{Key: k, Value: writable(v[k])})
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = writable(e)
		}
		return out
	}
	return v
}
