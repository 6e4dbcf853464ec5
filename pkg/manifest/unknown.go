package manifest

import (
	"cmp"
	"reflect"
	"slices"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// addUnknown lists the fields that the API server would drop from the part of the object at pointer, which it reads as a
// t, in the order of the text.
func (o *Object) addUnknown(pointer string, t reflect.Type) {
	group, _, _ := strings.Cut(o.APIVersion, "/")
	unknown(at(o.Value, pointer), t, pointer, func(parent, name string, pt reflect.Type) {
		if strings.HasSuffix(parent, "/spec") && slices.Contains(grafted[group], name) {
			return
		}
		nearest := o.nearest(parent, name, pt)
		o.Unknown = append(o.Unknown, UnknownField{
			Path: child(parent, name), Nearest: nearest,
			Security: slices.Contains(steps(nearest), "securityContext"),
		})
	})
	o.sortUnknown()
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
