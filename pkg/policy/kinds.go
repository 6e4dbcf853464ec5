package policy

import (
	"maps"
	"reflect"
	"slices"

	"github.com/hullcheck/hullcheck/pkg/policy/input"
)

// inputTypes is what an input of each kind is in Go.
var inputTypes = map[string]reflect.Type{
	input.KindImage:      reflect.TypeFor[input.Image](),
	input.KindContainer:  reflect.TypeFor[input.Container](),
	input.KindObject:     reflect.TypeFor[input.Object](),
	input.KindDockerfile: reflect.TypeFor[input.Dockerfile](),
	input.KindInventory:  reflect.TypeFor[input.Inventory](),
}

// Kinds lists the kinds of input that rules may read, sorted.
func Kinds() []string { return slices.Sorted(maps.Keys(inputTypes)) }
