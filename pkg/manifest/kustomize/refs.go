package kustomize

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"sigs.k8s.io/kustomize/api/types"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/jsonpointer"
	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// ref is a path in a kustomization and where it stands.
type ref struct {
	pointer, path string
	kind          refKind
}

// refKind says what a path may name.
type refKind int

const (
	anyRef    refKind = iota // a file or a folder
	folderRef                // a folder
	fileRef                  // a file
	configRef                // the configuration of plugins: a file, a folder, or itself inline
)

// refs lists every path of a kustomization.
func (f *folder) refs() []ref {
	var out []ref
	add := func(kind refKind, pointer string, paths ...string) {
		for i, p := range paths {
			out = append(out, ref{jsonpointer.Element(pointer, i), p, kind})
		}
	}
	add(anyRef, "/resources", f.k.Resources...)
	add(anyRef, "/bases", f.k.Bases...)
	add(folderRef, "/components", f.k.Components...)
	add(fileRef, "/crds", f.k.Crds...)
	add(fileRef, "/configurations", f.k.Configurations...)
	add(configRef, "/generators", f.k.Generators...)
	add(configRef, "/transformers", f.k.Transformers...)
	add(configRef, "/validators", f.k.Validators...)
	if p := f.k.OpenAPI["path"]; p != "" {
		out = append(out, ref{"/openapi/path", p, fileRef})
	}
	return append(append(out, f.patchRefs()...), f.generatorRefs()...)
}

func (f *folder) patchRefs() []ref {
	var out []ref
	for i, p := range f.k.PatchesStrategicMerge {
		if !inline(string(p)) {
			out = append(out, ref{jsonpointer.Element("/patchesStrategicMerge", i), string(p), fileRef})
		}
	}
	for key, list := range map[string][]types.Patch{"/patches": f.k.Patches, "/patchesJson6902": f.k.PatchesJson6902} {
		for i, p := range list {
			if p.Path != "" {
				out = append(out, ref{jsonpointer.Element(key, i) + "/path", p.Path, fileRef})
			}
		}
	}
	for i, r := range f.k.Replacements {
		if r.Path != "" {
			out = append(out, ref{jsonpointer.Element("/replacements", i) + "/path", r.Path, fileRef})
		}
	}
	return out
}

func (f *folder) generatorRefs() []ref {
	var out []ref
	add := func(at string, args types.GeneratorArgs) {
		for i, s := range args.FileSources {
			out = append(out, ref{jsonpointer.Element(at+"/files", i), s[strings.IndexByte(s, '=')+1:], fileRef})
		}
		for i, s := range args.EnvSources {
			out = append(out, ref{jsonpointer.Element(at+"/envs", i), s, fileRef})
		}
		if args.EnvSource != "" {
			out = append(out, ref{at + "/env", args.EnvSource, fileRef})
		}
	}
	for i, g := range f.k.ConfigMapGenerator {
		add(jsonpointer.Element("/configMapGenerator", i), g.GeneratorArgs)
	}
	for i, g := range f.k.SecretGenerator {
		add(jsonpointer.Element("/secretGenerator", i), g.GeneratorArgs)
	}
	return out
}

// inline tells whether an entry is YAML and not the path to some.
func inline(entry string) bool {
	docs, fault := manifest.ReadFields("", []byte(entry), manifest.Limits{})
	if fault != nil {
		return strings.Contains(entry, "\n")
	}
	for _, d := range docs {
		switch d.Value.(type) {
		case map[string]any, []any:
			return true
		}
	}
	return false
}

// follow reads what a kustomization names.
func (t *tree) follow(f *folder, depth int) {
	if len(f.k.HelmCharts)+len(f.k.HelmChartInflationGenerator) > 0 {
		at, ok := f.fields.Locate("/helmCharts")
		if !ok {
			at, _ = f.fields.Locate("/helmChartInflationGenerator")
		}
		t.chart(at)
	}
	for _, r := range f.refs() {
		t.ref(f, r, depth)
	}
}

func (t *tree) chart(at finding.Location) {
	t.fail(at, "a chart inside a kustomization: kustomize would run helm, which is not done here",
		"pipe kustomize build --enable-helm to hullcheck check -")
}

func (t *tree) ref(f *folder, r ref, depth int) {
	at, _ := f.fields.Locate(r.pointer)
	if r.kind == configRef && inline(r.path) {
		docs, fault := f.fields.Inside(r.pointer, t.limits)
		t.configs(docs, fault)
		return
	}
	if remoteFile(r.path) || r.kind != fileRef && remote(f.dir, r.path) {
		t.fail(at, fmt.Sprintf("%s is remote, and nothing is fetched", r.path),
			"copy it into the repository, or pipe kustomize build to hullcheck check -")
		return
	}
	name := r.path
	if !filepath.IsAbs(name) {
		name = filepath.Join(f.name, r.path)
	}
	actual, err := t.resolve(name)
	if err != nil {
		t.fail(at, fmt.Sprintf("%s: %v", r.path, err), "")
		return
	}
	info, err := os.Stat(actual)
	switch {
	case err != nil:
		t.fail(at, fmt.Sprintf("%s: %v", r.path, plain(err)), "")
	case info.IsDir() && r.kind != fileRef:
		t.use(f, r, t.folder(name, at, depth+1))
	case info.IsDir() || r.kind == folderRef:
		t.fail(at, fmt.Sprintf("%s is %s", r.path, map[bool]string{true: "a folder", false: "no folder"}[info.IsDir()]), "")
	default:
		t.useFile(f, r, name)
	}
}

func (t *tree) use(f *folder, r ref, used *folder) {
	switch {
	case used == nil:
	case r.kind == folderRef:
		f.components = append(f.components, used)
	case r.kind == configRef:
		f.inner = append(f.inner, used)
		t.configsIn(used, map[*folder]bool{})
	default:
		f.resources = append(f.resources, resource{pointer: r.pointer, folder: used})
	}
}

// useFile reads a file. What is wrong with it is left for kustomize to say, which takes more for YAML than kubectl does;
// but for aliases, which it would expand without end.
func (t *tree) useFile(f *folder, r ref, name string) {
	read := t.file(name, t.shallow)
	f.used = append(f.used, read)
	if read.fault != nil && (read.fault.Err != nil) {
		t.faults = append(t.faults, read.fault)
		return
	}
	switch r.kind {
	case anyRef:
		f.resources = append(f.resources, resource{pointer: r.pointer, file: read})
	case configRef:
		t.configs(read.docs, read.fault)
	default: // a patch, or a file that is only read
	}
}
