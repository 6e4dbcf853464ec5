package manifest

import (
	"context"
	"io/fs"
	"path/filepath"
	"slices"
)

// Planner is a Renderer whose folders use each other, as overlays use their bases: what is used by another one is not
// rendered by itself. Files beside and below its folders belong to them and are not read one by one.
type Planner interface {
	Renderer
	// Plan is given all folders of a walk that the renderer claims.
	Plan(ctx context.Context, dirs []string) Plan
}

// Plan says what becomes of the folders and files of a walk.
type Plan interface {
	// Folder says why a folder is not rendered by itself, or "".
	Folder(dir string) string
	// Uses tells whether a folder of the plan uses a file.
	Uses(file string) bool
}

// plan asks a planner for its plan, once a walk.
func (w *walking) plan(p Planner) Plan {
	i := slices.IndexFunc(w.plans, func(m madePlan) bool { return m.planner == p })
	if i < 0 {
		var dirs []string
		folders := 0
		w.survey(p, ".", 0, &folders, &dirs)
		w.plans = append(w.plans, madePlan{p, p.Plan(w.ctx, dirs)})
		i = len(w.plans) - 1
	}
	return w.plans[i].plan
}

type madePlan struct {
	planner Planner
	plan    Plan
}

// survey collects the folders that a planner claims, as the walk will meet them. What goes wrong is reported by the walk.
func (w *walking) survey(p Planner, path string, depth int, folders *int, dirs *[]string) {
	*folders++
	if w.ctx.Err() != nil || *folders > w.limits.Folders || depth > w.limits.FolderDepth {
		return
	}
	entries, err := fs.ReadDir(w.root.FS(), filepath.ToSlash(path))
	if err != nil {
		return
	}
	names := namesOf(entries)
	if slices.Contains(names, "oci-layout") {
		return
	}
	if r := w.renderer(names); r == Renderer(p) {
		*dirs = append(*dirs, w.name(path))
	} else if r != nil {
		return
	}
	for _, e := range entries {
		if e.IsDir() && leftOut(e.Name()) == "" {
			w.survey(p, filepath.Join(path, e.Name()), depth+1, folders, dirs)
		}
	}
}

// renderer is the one that claims a folder, or nil.
func (w *walking) renderer(names []string) Renderer {
	for _, r := range w.Renderers {
		if r.Claims(names) {
			return r
		}
	}
	return nil
}
