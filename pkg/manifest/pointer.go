package manifest

import (
	"strconv"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/jsonpointer"
)

// FieldPath writes a pointer as Kubernetes does in its messages: spec.containers[0].image.
func FieldPath(pointer string) string {
	var b strings.Builder
	for _, step := range jsonpointer.Steps(pointer) {
		switch _, err := strconv.Atoi(step); {
		case err == nil:
			b.WriteString("[" + step + "]")
		case strings.ContainsAny(step, "./[]"):
			b.WriteString("[" + strconv.Quote(step) + "]")
		case b.Len() > 0:
			b.WriteString("." + step)
		default:
			b.WriteString(step)
		}
	}
	return b.String()
}
