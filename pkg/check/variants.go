package check

import "slices"

// variant is a pod as it would run on one platform: what is given of the image of each container.
type variant struct {
	given []given
	// at is which of a container's shares given is.
	at []int
	// judged tells which containers are judged in this variant. One whose image has no such platform stands in with
	// another of its platforms, since what stands in the way of one container may be another, and is judged there.
	judged []bool
}

// variants lays the platforms of a pod's images over each other; images that were not read make a variant of their own.
// shares is parallel to the pod's containers, and no element of it is empty.
func variants(shares [][]given) []variant {
	var platforms []string
	for _, s := range shares {
		for _, g := range s {
			if p := g.platformRead(); !slices.Contains(platforms, p) {
				platforms = append(platforms, p)
			}
		}
	}
	slices.Sort(platforms)
	out := make([]variant, 0, len(platforms))
	for _, p := range platforms {
		v := variant{given: make([]given, len(shares)), at: make([]int, len(shares)), judged: make([]bool, len(shares))}
		for i, s := range shares {
			at := slices.IndexFunc(s, func(g given) bool { return g.platformRead() == p })
			v.at[i], v.judged[i] = max(at, 0), at >= 0
			v.given[i] = s[v.at[i]]
		}
		out = append(out, v)
	}
	return out
}

// platformRead is the platform of an image that was read.
func (g given) platformRead() string {
	if g.Image == nil {
		return ""
	}
	return g.Image.Platform.String()
}
