package cli

import (
	"fmt"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/check"
	"github.com/hullcheck/hullcheck/pkg/image"
)

// elsewhere says of which images another platform is answered than the one that is asked for, as they do not have that.
func elsewhere(asked string, answers []check.Answer) []string {
	want, err := image.ParsePlatform(asked)
	if err != nil {
		return nil // "" and all ask for none
	}
	var out []string
	said := map[string]bool{}
	for _, a := range answers {
		have, err := image.ParsePlatform(a.Platform)
		if err != nil || serves(have, want) {
			continue
		}
		note := fmt.Sprintf("image %s has nothing for %s: what is said of it is for %s", a.Subject.Image, want, have)
		if !said[note] {
			said[note] = true
			out = append(out, note)
		}
	}
	return out
}

// serves tells whether an image for one platform is one for another. A variant counts only where both have one: linux/arm64
// is v8 to everyone.
func serves(have, want image.Platform) bool {
	return have.OS == want.OS && have.Architecture == want.Architecture &&
		(have.Variant == "" || want.Variant == "" || strings.EqualFold(have.Variant, want.Variant))
}
