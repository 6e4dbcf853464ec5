package manifest

import (
	"fmt"
	"io/fs"
	"slices"
)

// claimed deals with folders that are one source of another kind, and tells whether this is one: an image layout, a
// folder that a renderer claims, or a build that nothing here renders.
func (w *walking) claimed(path string, entries []fs.DirEntry, depth int) bool {
	names := namesOf(entries)
	if slices.Contains(names, "oci-layout") {
		w.emit(Entry{Found: &Found{Kind: ImageLayout, Path: w.name(path)}})
		return true
	}
	for _, r := range w.Renderers {
		if !r.Claims(names) {
			continue
		}
		if _, plans := r.(Planner); w.inside && !plans {
			w.skip(path, "a chart beside or below a kustomization: name it as a SOURCE to have it judged")
		} else {
			w.rendered(r, path, entries, depth)
		}
		return true
	}
	if kind := buildOf(names); kind != "" && !w.inside {
		w.skip(path, fmt.Sprintf("%s: it is not rendered, and neither it nor what lies below is read file by file", kind))
		return true
	}
	return false
}

func namesOf(entries []fs.DirEntry) []string {
	names := make([]string, 0, len(entries))
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// rendered yields what a renderer makes of a folder. Below the folder that was asked for, a Planner decides which of its
// folders are rendered, and folders below are looked at too.
func (w *walking) rendered(r Renderer, path string, entries []fs.DirEntry, depth int) {
	planner, plans := r.(Planner)
	if !plans || path == "." {
		w.render(r, path)
		return
	}
	plan := w.plan(planner)
	if reason := plan.Folder(w.name(path)); reason != "" {
		w.skip(path, reason)
	} else {
		w.render(r, path)
	}
	outer := w.inside
	w.inside, w.using = true, plan
	w.entries(path, entries, depth)
	w.inside = outer
}

func (w *walking) render(r Renderer, path string) {
	for e := range r.Render(w.ctx, w.source, w.name(path)) {
		if w.emit(e); w.stopped {
			return
		}
	}
}

// buildOf names the kind of build whose file stands among the names of a folder, or "".
func buildOf(names []string) string {
	for _, n := range names {
		switch n {
		case "kustomization.yaml", "kustomization.yml", "Kustomization":
			return "Kustomize folder"
		case "Chart.yaml":
			return "Helm chart"
		}
	}
	return ""
}

// regular reads or reports a file by its name.
func (w *walking) regular(path string) {
	if kind, ok := KindOf(path); ok {
		w.emit(Entry{Found: &Found{Kind: kind, Path: w.name(path)}})
		return
	}
	if !isManifestName(path) {
		return
	}
	switch w.files++; {
	case w.files == w.limits.Files+1:
		w.fail(path, "walk", fmt.Errorf("more than %d files; the rest is not read", w.limits.Files))
		return
	case w.files > w.limits.Files:
		return
	case w.inside:
		if !w.using.Uses(w.name(path)) {
			w.skip(path, "beside or below a kustomization, and used by none")
		}
		return
	}
	f, err := w.root.Open(path)
	if err != nil {
		w.fail(path, "open", err)
		return
	}
	defer f.Close() //nolint:errcheck // nothing was written
	if !w.open(w.ctx, w.source, w.name(path), f, w.yield) {
		w.stopped = true
	}
}
