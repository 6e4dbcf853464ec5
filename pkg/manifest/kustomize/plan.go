package kustomize

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"

	"sigs.k8s.io/kustomize/api/types"

	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// plan knows which folders of a walk use which.
type plan struct {
	reasons map[string]string
	used    map[string]bool
}

// Plan builds the roots: kustomizations that no other one of the walk uses. A component is built by whoever uses it.
func (r *Renderer) Plan(ctx context.Context, dirs []string) manifest.Plan {
	p := &plan{reasons: map[string]string{}, used: map[string]bool{}}
	users := map[string]string{}
	trees := map[string]*tree{}
	for _, dir := range dirs {
		root, err := r.root(dir)
		if err != nil {
			continue
		}
		t := readTree(ctx, dir, root, r.Limits, true)
		trees[dir] = t
		p.use(t)
		if t.top == nil {
			continue
		}
		for path, f := range t.folders {
			if f != t.top {
				users[path] = shorter(users[path], filepath.ToSlash(dir))
			}
		}
	}
	for dir, t := range trees {
		p.reasons[dir] = reasonFor(t, users, trees)
	}
	return p
}

// shorter keeps one of several users, so that a reason does not depend on their order.
func shorter(a, b string) string {
	if a == "" || len(b) < len(a) || len(b) == len(a) && b < a {
		return b
	}
	return a
}

// reasonFor says why a folder is not built by itself, or "".
func reasonFor(t *tree, users map[string]string, trees map[string]*tree) string {
	if t.top == nil {
		return ""
	}
	user := users[t.top.dir]
	switch {
	case t.top.k.Kind == types.ComponentKind && user == "":
		return "a Kustomize component that nothing here uses"
	case user == "" || t.uses(trees[user]):
		return ""
	}
	return fmt.Sprintf("built as part of %s", user)
}

// uses tells whether a tree reaches the top of another one: two that use each other are both built, and say so.
func (t *tree) uses(other *tree) bool {
	if other == nil || other.top == nil {
		return false
	}
	_, ok := t.folders[other.top.dir]
	return ok
}

// use notes the files of a tree.
func (p *plan) use(t *tree) {
	for actual := range t.files {
		p.used[actual] = true
	}
}

// Folder says why a folder is not built by itself.
func (p *plan) Folder(dir string) string { return p.reasons[dir] }

// Uses tells whether a kustomization names the file, or it is one.
func (p *plan) Uses(file string) bool {
	abs, err := filepath.Abs(file)
	if err != nil {
		return false
	}
	actual, err := filepath.EvalSymlinks(abs)
	return err == nil && (p.used[actual] || isKustomization(filepath.Base(actual)))
}

func isKustomization(name string) bool {
	return slices.Contains([]string{"kustomization.yaml", "kustomization.yml", "Kustomization"}, name)
}
