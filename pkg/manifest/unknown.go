package manifest

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/jsonpointer"
)

// maxUnknown is how many unknown fields an object may have. The strict decoder of the API server names at most 100.
const maxUnknown = 1000

// stray is a field that its mapping, read as a parent, has no place for.
type stray struct {
	pointer, name string
	parent        reflect.Type
}

// addUnknown lists the fields that the API server would drop from the part of the object at pointer, which it reads as a
// t, in the order of the text.
func (o *Object) addUnknown(pointer string, t reflect.Type) []*Error {
	group, _, _ := strings.Cut(o.APIVersion, "/")
	var strays []stray
	unknown(jsonpointer.At(o.Value(), pointer), t, pointer, func(parent, name string, pt reflect.Type) {
		if strings.HasSuffix(parent, "/spec") && slices.Contains(grafted[group], name) {
			return
		}
		strays = append(strays, stray{parent, name, pt})
	})
	if len(strays) > maxUnknown {
		return []*Error{errorAt(o.Locate(""),
			fmt.Sprintf("%d fields are none of %s %s", len(strays), o.APIVersion, o.Kind), "check apiVersion and kind")}
	}
	for _, s := range strays {
		nearest := o.nearest(s.pointer, s.name, s.parent)
		o.Unknown = append(o.Unknown, UnknownField{
			Path: jsonpointer.Child(s.pointer, s.name), Nearest: nearest,
			Security: slices.Contains(jsonpointer.Steps(nearest), "securityContext"),
		})
	}
	o.sortUnknown()
	return nil
}

// sortUnknown puts the fields in the order of the text.
func (o *Object) sortUnknown() {
	if len(o.Unknown) < 2 {
		return
	}
	at := make(map[string]finding.Location, len(o.Unknown))
	for _, u := range o.Unknown {
		at[u.Path] = o.Locate(u.Path)
	}
	slices.SortFunc(o.Unknown, func(a, b UnknownField) int {
		return cmp.Or(
			cmp.Compare(at[a.Path].Line, at[b.Path].Line),
			cmp.Compare(at[a.Path].Column, at[b.Path].Column),
			cmp.Compare(a.Path, b.Path))
	})
}
