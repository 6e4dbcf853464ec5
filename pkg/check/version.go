package check

import (
	"fmt"
	"strconv"
	"strings"
)

// NewestKnown is the minor version of the newest Kubernetes release whose fields and controls are known: that of the
// k8s.io/api module in go.mod.
const NewestKnown = 37

// ParseVersion reads 1.N, v1.N or 1.N.P and returns N. Kubernetes has no other major version.
func ParseVersion(s string) (minor int, err error) {
	parts := strings.Split(strings.TrimPrefix(s, "v"), ".")
	if len(parts) < 2 || len(parts) > 3 || parts[0] != "1" {
		return 0, fmt.Errorf("kubernetes version %q: write 1.N, for example 1.%d", s, NewestKnown)
	}
	for _, p := range parts[1:] {
		if _, err := strconv.ParseUint(p, 10, 16); err != nil {
			return 0, fmt.Errorf("kubernetes version %q: write 1.N, for example 1.%d", s, NewestKnown)
		}
	}
	return strconv.Atoi(parts[1])
}
