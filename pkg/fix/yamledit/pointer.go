package yamledit

import (
	"strconv"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/jsonpointer"
)

// behind orders pointers such that what comes later in the document comes first: indices count as numbers.
func behind(a, b string) int {
	as, bs := jsonpointer.Steps(a), jsonpointer.Steps(b)
	for i := range min(len(as), len(bs)) {
		if as[i] == bs[i] {
			continue
		}
		x, errX := strconv.Atoi(as[i])
		y, errY := strconv.Atoi(bs[i])
		if errX == nil && errY == nil {
			return y - x
		}
		return strings.Compare(bs[i], as[i])
	}
	return len(bs) - len(as)
}
