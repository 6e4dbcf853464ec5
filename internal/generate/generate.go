package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/hullcheck/hullcheck/pkg/check"
	"github.com/hullcheck/hullcheck/pkg/policy"
	"github.com/hullcheck/hullcheck/policies"
)

// The folders that hold nothing but generated files: what is in them and not generated any more is removed.
const (
	schemaDir = "policies/schemas"
	pageDir   = "docs/rules"
)

// generatedDirs are these folders.
var generatedDirs = []string{schemaDir, pageDir, inputDir}

// generate brings the generated files of the repository at root up to date.
func generate(ctx context.Context, root string) error {
	files, err := render(ctx, root)
	if err != nil {
		return err
	}
	if err := removeOthers(root, files); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if err := write(filepath.Join(root, name), files[name]); err != nil {
			return err
		}
	}
	return nil
}

// render makes all generated files, by their names below root.
func render(ctx context.Context, root string) (map[string][]byte, error) {
	tree := os.DirFS(filepath.Join(root, "policies"))
	set, err := policy.Load(ctx, policy.Source{Name: "policies", FS: tree, Builtin: true})
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	var index bytes.Buffer
	if err := set.WriteIndex(&index); err != nil {
		return nil, fmt.Errorf("write index: %w", err)
	}
	files[filepath.Join("policies", policies.Index)] = index.Bytes()
	if err := addSchemas(files, filepath.Join(root, "pkg", "policy", "input")); err != nil {
		return nil, err
	}
	return files, errors.Join(
		addPages(files, tree, check.AllRules(set)), addReference(files), addSchemaPages(files, root), addPlaces(files, root),
	)
}

func removeOthers(root string, files map[string][]byte) error {
	for _, dir := range generatedDirs {
		err := filepath.WalkDir(filepath.Join(root, dir), func(path string, d fs.DirEntry, err error) error {
			if errors.Is(err, fs.ErrNotExist) || err == nil && d.IsDir() {
				return nil
			}
			if err != nil {
				return err
			}
			name, err := filepath.Rel(root, path)
			if err != nil {
				return err
			}
			if _, ok := files[name]; ok {
				return nil
			}
			return os.Remove(path)
		})
		if err != nil {
			return fmt.Errorf("remove stale files of %s: %w", dir, err)
		}
	}
	return nil
}

// write leaves a file alone that is right already, so that its time does not change.
func write(name string, content []byte) error {
	old, err := os.ReadFile(name)
	if err == nil && bytes.Equal(old, content) {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	return os.WriteFile(name, content, 0o644)
}
