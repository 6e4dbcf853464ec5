package manifest

import (
	"context"
	"io"
	"iter"
)

// Reader reads manifests. The zero value reads with the default limits and renders nothing. It may be used by several
// goroutines at once.
type Reader struct {
	Limits Limits
	// Renderers are asked, in order, for every folder of a walk; the first that claims it yields its objects. A folder
	// with a kustomization or a Chart.yaml that none claims is skipped and says so.
	Renderers []Renderer
	// PodTemplates are kinds that hold a pod template where nothing here looks for one. The renderers have their own list.
	PodTemplates []PodTemplate
	// Overlay holds texts that stand in place of those of files, by the name that is reported ("-" for standard input): what
	// the files would say after an edit.
	Overlay map[string][]byte
}

// Renderer makes objects of a folder that is one source of its own: a Kustomize build, a Helm chart.
type Renderer interface {
	// Claims tells whether a folder whose entries have these names is the renderer's. The folder and all below it are
	// then not walked, unless the renderer is a Planner.
	Claims(names []string) bool
	// Render yields what the folder holds. dir is the path to open and the prefix of the files to report.
	Render(ctx context.Context, source, dir string) iter.Seq[Entry]
}

// Stream reads manifests from in: YAML documents, JSON values, or both. file is the name to report ("-" for standard
// input), source the SOURCE as the user wrote it.
//
// As every iterator of this package it reads as far as it is asked, and yields in the order of the input.
func (r *Reader) Stream(ctx context.Context, source, file string, in io.Reader) iter.Seq[Entry] {
	return func(yield func(Entry) bool) { r.stream(ctx, source, file, in, yield) }
}

// File reads the manifests of one file.
func (r *Reader) File(ctx context.Context, source, path string) iter.Seq[Entry] {
	return func(yield func(Entry) bool) { r.file(ctx, source, path, yield) }
}

// Dir walks a folder in the order of its names and reads *.yaml, *.yml and *.json, one file at a time. Hidden folders and
// node_modules are left out; symbolic links are followed to files, and only inside the folder.
func (r *Reader) Dir(ctx context.Context, source, dir string) iter.Seq[Entry] {
	return func(yield func(Entry) bool) { r.walk(ctx, source, dir, yield) }
}
