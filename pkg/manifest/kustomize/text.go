package kustomize

import "strings"

// firstLine is the first line of an error; kustomize appends stack traces and help.
func firstLine(err error) string {
	line, _, _ := strings.Cut(strings.TrimSpace(err.Error()), "\n")
	return line
}
