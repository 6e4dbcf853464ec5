package kustomize

import (
	"strconv"

	"github.com/hullcheck/hullcheck/pkg/jsonpointer"
)

// match finds the element of other that a strategic merge takes for the one at a position of list.
func match(list []any, step string, other any, name string) string {
	elements, ok := other.([]any)
	at, in := jsonpointer.Index(step, len(list))
	if !ok || !in {
		return step
	}
	for _, key := range mergeKeys(name) {
		wanted, ok := field(list[at], key)
		if !ok {
			continue
		}
		for i, e := range elements {
			if v, ok := field(e, key); ok && same(v, wanted) && sameProtocol(name, e, list[at]) {
				return strconv.Itoa(i)
			}
		}
		return "-"
	}
	if at < len(elements) && same(elements[at], list[at]) {
		return step
	}
	for i, e := range elements {
		if same(e, list[at]) {
			return strconv.Itoa(i)
		}
	}
	return "-"
}

// mergeKeys are the fields that tell the elements of a list apart (patchMergeKey in k8s.io/api/core/v1).
func mergeKeys(name string) []string {
	switch name {
	case "volumeMounts":
		return []string{"mountPath"}
	case "volumeDevices":
		return []string{"devicePath"}
	case "ports":
		return []string{"containerPort", "port"}
	case "topologySpreadConstraints":
		return []string{"topologyKey"}
	case "hostAliases":
		return []string{"ip"}
	case "ownerReferences":
		return []string{"uid"}
	}
	return []string{"name"}
}

// sameProtocol: ports of one number may differ in their protocol, which is TCP where none is written.
func sameProtocol(name string, a, b any) bool {
	if name != "ports" {
		return true
	}
	of := func(v any) any {
		if p, ok := field(v, "protocol"); ok {
			return p
		}
		return "TCP"
	}
	return of(a) == of(b)
}

func field(element any, key string) (any, bool) {
	m, ok := element.(map[string]any)
	if !ok {
		return nil, false
	}
	v, ok := m[key]
	return v, ok
}
