package images

import (
	"errors"
	"fmt"
	"path"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/image"
)

// allowed are the registries that may be asked, in the parts of their paths; none allows all.
type allowed [][]string

// parseAllowed reads patterns such as quay.io, *.gcr.io and ghcr.io/acme: a host, and the beginning of a path in whole parts.
func parseAllowed(patterns []string) (allowed, error) {
	var all allowed
	var errs []error
	for _, p := range patterns {
		parts := strings.Split(strings.TrimSuffix(p, "/"), "/")
		for _, part := range parts {
			if _, err := path.Match(part, ""); err != nil || part == "" {
				errs = append(errs, fmt.Errorf("allowed registry %q: write a host, or a host with the beginning of a path: ghcr.io/acme", p))
				break
			}
		}
		all = append(all, parts)
	}
	return all, errors.Join(errs...)
}

// check is an error for a repository that none of the patterns covers.
func (a allowed) check(ref image.Ref) error {
	if len(a) == 0 {
		return nil
	}
	parts := strings.Split(ref.Repository, "/")
	for _, pattern := range a {
		if matches(pattern, parts) {
			return nil
		}
	}
	return &refusedError{fmt.Sprintf("%s is not in one of the registries that may be asked", ref.Repository)}
}

func matches(pattern, parts []string) bool {
	if len(pattern) > len(parts) {
		return false
	}
	for i, glob := range pattern {
		if ok, err := path.Match(glob, parts[i]); err != nil || !ok {
			return false
		}
	}
	return true
}

// refusedError is why nothing was asked.
type refusedError struct{ why string }

func (e *refusedError) Error() string { return "refused: " + e.why }
