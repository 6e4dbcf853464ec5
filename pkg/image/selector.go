package image

import "slices"

// Selector says which platforms of an index are wanted. An image that stands alone, in no index, is read whatever it says:
// a node would pull it too. The zero value is All.
type Selector struct {
	want  []Platform
	exact bool
}

// All takes every platform there is.
func All() Selector { return Selector{} }

// Exactly takes the given platforms; an index that has none of them is an error of class NoPlatform.
func Exactly(platforms ...Platform) Selector { return Selector{want: platforms, exact: true} }

// Prefer takes those of the given platforms that are there, and where none is there, all there are. It is for images that
// manifests name: which nodes will run them is not known, so an index without the usual platforms is judged whole.
func Prefer(platforms ...Platform) Selector { return Selector{want: platforms} }

// pick returns the indexes of the chosen platforms, in order.
func (s Selector) pick(there []Platform) []int {
	if len(s.want) == 0 {
		return everyIndex(len(there))
	}
	var chosen []int
	for _, want := range s.want {
		chosen = append(chosen, matches(want, there)...)
	}
	if len(chosen) == 0 && !s.exact {
		return everyIndex(len(there))
	}
	slices.Sort(chosen)
	return slices.Compact(chosen)
}

// matches prefers the platform that is wanted to the letter; where there is none, a wanted platform without variant takes
// every variant of its architecture.
func matches(want Platform, there []Platform) []int {
	var same, variants []int
	for i, p := range there {
		if p.canonical() == want.canonical() {
			same = append(same, i)
		} else if p.OS == want.OS && p.Architecture == want.Architecture && want.Variant == "" {
			variants = append(variants, i)
		}
	}
	if len(same) > 0 {
		return same
	}
	return variants
}

func everyIndex(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}
