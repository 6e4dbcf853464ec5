package kustomize

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// JSON pointers (RFC 6901), as everywhere in pkg/manifest.

var (
	escaper   = strings.NewReplacer("~", "~0", "/", "~1")
	unescaper = strings.NewReplacer("~1", "/", "~0", "~")
)

func child(pointer, name string) string { return pointer + "/" + escaper.Replace(name) }

func element(pointer string, i int) string { return pointer + "/" + strconv.Itoa(i) }

func steps(pointer string) []string {
	if pointer == "" {
		return nil
	}
	parts := strings.Split(strings.TrimPrefix(pointer, "/"), "/")
	for i, p := range parts {
		parts[i] = unescaper.Replace(p)
	}
	return parts
}

// index reads a step as a position in a list.
func index(step string, list []any) (int, bool) {
	i, err := strconv.Atoi(step)
	return i, err == nil && i >= 0 && i < len(list)
}

// into goes one step down.
func into(value any, step string) (any, bool) {
	switch v := value.(type) {
	case map[string]any:
		next, ok := v[step]
		return next, ok
	case []any:
		if i, ok := index(step, v); ok {
			return v[i], true
		}
	}
	return nil, false
}

func sortedKeys(m map[string]any) []string { return slices.Sorted(maps.Keys(m)) }
