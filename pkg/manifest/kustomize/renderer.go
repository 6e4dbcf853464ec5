package kustomize

import (
	"context"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/api/konfig"
	"sigs.k8s.io/kustomize/api/resmap"
	"sigs.k8s.io/kustomize/api/types"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// Renderer builds folders with a kustomization. It may be used by several goroutines at once, and is to be used by
// pointer.
type Renderer struct {
	// Root is the folder that a build may read; "" is the repository that the folder lies in.
	Root   string
	Limits manifest.Limits
	// PodTemplates are those of the Reader.
	PodTemplates []manifest.PodTemplate
}

var _ manifest.Planner = (*Renderer)(nil)

// Claims folders that hold a kustomization.
func (r *Renderer) Claims(names []string) bool {
	return slices.ContainsFunc(konfig.RecognizedKustomizationFileNames(), func(n string) bool {
		return slices.Contains(names, n)
	})
}

// Render builds a folder and yields its objects.
func (r *Renderer) Render(ctx context.Context, source, dir string) iter.Seq[manifest.Entry] {
	return func(yield func(manifest.Entry) bool) {
		root, err := r.root(dir)
		if err != nil {
			yield(manifest.Entry{Err: &manifest.Error{
				File: filepath.ToSlash(dir), Message: fmt.Sprintf("open the folder: %v", plain(err)), Err: err,
			}})
			return
		}
		t := readTree(ctx, dir, root, r.Limits, false)
		if len(t.faults) > 0 {
			for _, f := range t.faults {
				if !yield(manifest.Entry{Err: f}) {
					return
				}
			}
			return
		}
		m, err := build(ctx, root, t.top.dir, nil)
		if err != nil {
			yield(manifest.Entry{Err: t.buildError(err)})
			return
		}
		r.objects(ctx, source, t, m, yield)
	}
}

// root is the folder that a build of dir may read, behind all symbolic links.
func (r *Renderer) root(dir string) (string, error) {
	start := r.Root
	if start == "" {
		start = dir
	}
	abs, err := filepath.Abs(start)
	if err != nil {
		return "", err
	}
	resolved, err := filepath.EvalSymlinks(abs)
	if err != nil || r.Root != "" {
		return resolved, err
	}
	return repository(resolved), nil
}

// objects yields what was built, in the order of kustomize.
func (r *Renderer) objects(
	ctx context.Context, source string, t *tree, m resmap.ResMap, yield func(manifest.Entry) bool,
) {
	reader := manifest.Reader{Limits: r.Limits, PodTemplates: r.PodTemplates}
	past := newPast(t, m)
	for i, res := range m.Resources() {
		data, err := res.AsYAML()
		if err != nil {
			if !yield(manifest.Entry{Err: t.buildError(fmt.Errorf("write %s: %w", res.CurId(), err))}) {
				return
			}
			continue
		}
		entries := reader.Built(ctx, source, t.top.file, data,
			func(o *manifest.Object, _ func(string) finding.Location) manifest.Placer { return past.of(i, o) })
		for e := range entries {
			if e.Object != nil {
				e.Object.Document = i
			}
			if !yield(e) {
				return
			}
		}
	}
}

// buildError is an error of kustomize, at the kustomization that was asked for, or at the file that cannot be read.
func (t *tree) buildError(err error) *manifest.Error {
	for _, f := range t.inOrder() {
		if f.fault != nil && strings.Contains(err.Error(), filepath.Base(f.name)) {
			return f.fault
		}
	}
	at, _ := t.top.fields.Locate("")
	hint := ""
	if t.top.k.Kind == types.ComponentKind {
		hint = "this is a component: name a kustomization that uses it"
	}
	return &manifest.Error{
		File: at.File, Line: at.Line, Column: at.Column, Snippet: at.Snippet,
		Message: "kustomize: " + t.shorten(firstLine(err)), Hint: hint, Err: err,
	}
}

// inOrder lists the files of the tree by name.
func (t *tree) inOrder() []*file {
	var out []*file
	for _, f := range t.files {
		out = append(out, f)
	}
	slices.SortFunc(out, func(a, b *file) int { return strings.Compare(a.name, b.name) })
	return out
}

// noise is what kustomize says of every folder: that it was no file.
var noise = regexp.MustCompile(`accumulat(ing resources: |ion err='[^']*'[^']*': '[^']*' must resolve to a file': )`)

// shorten takes the folders of this machine, and what says nothing, out of a message.
func (t *tree) shorten(message string) string {
	if wd, err := os.Getwd(); err == nil {
		message = strings.ReplaceAll(message, wd+string(filepath.Separator), "")
	}
	return noise.ReplaceAllString(message, "")
}
