package kustomize

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestErrors builds trees that cannot be built. What stands above the files is the whole of what is said.
func TestErrors(t *testing.T) {
	archives, err := filepath.Glob("testdata/errors/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatalf("%d archives, %v", len(archives), err)
	}
	for _, name := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			a, name := archive(t, name)
			objects, errs := rendered(t, unpack(t, a), "top")
			got := fmt.Sprintf("%d objects\n%s\n", len(objects), strings.Join(errs, "\n"))
			compare(t, a, name, got)
		})
	}
}

// TestOutside: neither a path nor a symbolic link leads out of the repository.
func TestOutside(t *testing.T) {
	dir := t.TempDir()
	const pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: out}\n"
	write(t, filepath.Join(dir, "out/kustomization.yaml"), "resources: [pod.yaml]\n")
	write(t, filepath.Join(dir, "out/pod.yaml"), pod)
	write(t, filepath.Join(dir, "repo/.git/HEAD"), "")
	link := func(target, name string) {
		write(t, filepath.Join(dir, "repo", name, "x"), "")
		if err := os.Symlink(target, filepath.Join(dir, "repo", name, "link")); err != nil {
			t.Fatal(err)
		}
	}
	link("../../out", "folder")
	link("../../out/pod.yaml", "file")
	for name, text := range map[string]string{
		"repo/path":   "resources: [../../out]\n",
		"repo/folder": "resources: [link]\n",
		"repo/file":   "resources: [link]\n",
		"repo/patch":  "patches: [{path: ../../out/pod.yaml}]\nresources: [pod.yaml]\n",
		"repo/config": "configMapGenerator: [{name: a, files: [../../out/pod.yaml]}]\n",
	} {
		write(t, filepath.Join(dir, name, "kustomization.yaml"), text)
		write(t, filepath.Join(dir, name, "pod.yaml"), pod)
		objects, errs := rendered(t, dir, name)
		if len(objects) > 0 || len(errs) != 1 || !strings.Contains(errs[0], "outside of") {
			t.Errorf("%s: %d objects, errors %q", name, len(objects), errs)
		}
	}
}

// TestBounds: what grows without end is refused before it is built.
func TestBounds(t *testing.T) {
	dir := t.TempDir()
	for i := range 12 {
		next := fmt.Sprintf("resources: [../l%d/a, ../l%d/b]\n", i+1, i+1)
		if i == 11 {
			next = "resources: []\nnamePrefix: x\n"
		}
		for _, side := range []string{"a", "b"} {
			write(t, filepath.Join(dir, fmt.Sprintf("l%d/%s/kustomization.yaml", i, side)), strings.ReplaceAll(next, "../l", "../../l"))
		}
	}
	_, errs := rendered(t, dir, "l0/a")
	if len(errs) != 1 || !strings.Contains(errs[0], "more than 2000 times") {
		t.Errorf("errors %q", errs)
	}
	bomb := "a: &a [x,x,x,x,x,x,x,x,x,x]\n"
	for i := 'b'; i < 'k'; i++ {
		bomb += fmt.Sprintf("%c: &%c [*%c,*%c,*%c,*%c,*%c,*%c,*%c,*%c]\n", i, i, i-1, i-1, i-1, i-1, i-1, i-1, i-1, i-1)
	}
	write(t, filepath.Join(dir, "bomb/kustomization.yaml"), "resources: [bomb.yaml]\n")
	write(t, filepath.Join(dir, "bomb/bomb.yaml"), "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: b}\n"+bomb)
	_, errs = rendered(t, dir, "bomb")
	if len(errs) != 1 || !strings.Contains(errs[0], "bomb.yaml:11:") || !strings.Contains(errs[0], "expands") {
		t.Errorf("errors %q", errs)
	}
	write(t, filepath.Join(dir, "large/kustomization.yaml"), "configMapGenerator: [{name: a, files: [big]}]\n")
	write(t, filepath.Join(dir, "large/big"), "")
	if err := os.Truncate(filepath.Join(dir, "large/big"), maxFileBytes+1); err != nil {
		t.Fatal(err)
	}
	_, errs = rendered(t, dir, "large")
	if len(errs) != 1 || !strings.Contains(errs[0], "larger than") {
		t.Errorf("errors %q", errs)
	}
}
