package kustomize

import (
	"fmt"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/jsonpointer"
	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// configs looks through configurations of plugins for what a build must not do: get a file, run helm. What cannot be
// read cannot be looked through.
func (t *tree) configs(docs []*manifest.Fields, fault *manifest.Error) {
	if fault != nil {
		t.faults = append(t.faults, fault)
	}
	for _, d := range docs {
		t.config(d, d.Value, "", "")
	}
}

// pathKeys are the keys under which the configurations of kustomize's own plugins hold paths.
var pathKeys = map[string]bool{"path": true, "paths": true, "files": true, "env": true, "envs": true}

// config refuses charts, and URLs under keys that hold paths, however deep they stand.
func (t *tree) config(d *manifest.Fields, value any, key, pointer string) {
	switch v := value.(type) {
	case map[string]any:
		for _, k := range sortedKeys(v) {
			t.config(d, v[k], k, jsonpointer.Child(pointer, k))
		}
	case []any:
		for i, e := range v {
			t.config(d, e, key, jsonpointer.Element(pointer, i))
		}
	case string:
		at, _ := d.Locate(pointer)
		switch {
		case strings.EqualFold(key, "kind") && strings.HasPrefix(v, "HelmChartInflation"):
			t.chart(at)
		case pathKeys[strings.ToLower(key)] && (remoteFile(v) || remoteFile(v[strings.IndexByte(v, '=')+1:])):
			t.fail(at, fmt.Sprintf("%s is remote, and nothing is fetched", v), "copy it into the repository")
		}
	}
}

// configsIn looks through all that a folder of configurations holds.
func (t *tree) configsIn(f *folder, seen map[*folder]bool) {
	if seen[f] {
		return
	}
	seen[f] = true
	for _, r := range f.resources {
		if r.file != nil {
			t.configs(r.file.docs, r.file.fault)
		}
	}
	for _, next := range f.uses() {
		t.configsIn(next, seen)
	}
}
