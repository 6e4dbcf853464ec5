package kustomize

import (
	"path/filepath"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/labels"
	"sigs.k8s.io/kustomize/api/types"
	"sigs.k8s.io/kustomize/kyaml/resid"
)

// nameOf is the reported name of a path in the kustomization.
func (f *folder) nameOf(path string) string {
	if filepath.IsAbs(path) {
		return filepath.ToSlash(path)
	}
	return filepath.ToSlash(filepath.Join(f.name, path))
}

// selected tells whether a selector takes the object, as kustomize does: names are regular expressions that must match
// whole (api/types, SelectorRegex).
func (id *identity) selected(s types.Selector) bool {
	regex, err := types.NewSelectorRegex(&s)
	if err != nil {
		return false
	}
	group, version := splitVersion(id.apiVersion)
	return regex.MatchGvk(resid.NewGvk(group, version, id.kind)) &&
		slices.ContainsFunc(id.names, regex.MatchName) &&
		(s.Namespace == "" || slices.ContainsFunc(id.namespaces, func(n string) bool {
			return regex.MatchNamespace(effective(n))
		})) &&
		matches(s.LabelSelector, id.labels) && matches(s.AnnotationSelector, id.annotations)
}

func effective(namespace string) string {
	if namespace == "" {
		return resid.DefaultNamespace
	}
	return namespace
}

func matches(selector string, has map[string]string) bool {
	if selector == "" {
		return true
	}
	s, err := labels.Parse(selector)
	return err == nil && s.Matches(labels.Set(has))
}

// named tells whether a strategic merge patch without target names the object.
func (id *identity) named(patch map[string]any) bool {
	kind, _ := patch["kind"].(string)
	apiVersion, _ := patch["apiVersion"].(string)
	group, _ := splitVersion(apiVersion)
	own, _ := splitVersion(id.apiVersion)
	return kind == id.kind && group == own && slices.Contains(id.names, nameOf(patch)) &&
		(namespaceOf(patch) == "" || slices.Contains(id.namespaces, namespaceOf(patch)))
}

func splitVersion(apiVersion string) (group, version string) {
	group, version, ok := strings.Cut(apiVersion, "/")
	if !ok {
		return "", apiVersion
	}
	return group, version
}
