package scaffold

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"text/template"
)

//go:embed rules
var rules embed.FS

// Rule is a rule to be written.
type Rule struct {
	// Category and Name are those of its ID, with dashes.
	Category, Name string
	// Input is the kind of input that it reads.
	Input string
}

// reserved are categories that cannot hold a user's rule: shared functions, and BuildKit's linter.
var reserved = []string{"lib", "buildkit"}

var part = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

// Parse reads CATEGORY/RULE. Underscores are taken for the dashes that they are in folders.
func Parse(id string) (Rule, error) {
	r := Rule{}
	var ok bool
	r.Category, r.Name, ok = strings.Cut(strings.ReplaceAll(id, "_", "-"), "/")
	switch {
	case !ok || !part.MatchString(r.Category) || !part.MatchString(r.Name):
		return r, fmt.Errorf("rule %q: write CATEGORY/RULE in lower-case letters, digits and dashes, such as acme/team-label", id)
	case slices.Contains(reserved, r.Category):
		return r, fmt.Errorf("rule %q: the category %s is taken", id, r.Category)
	}
	return r, nil
}

// ID is CATEGORY/RULE.
func (r Rule) ID() string { return r.Category + "/" + r.Name }

// Package is the Rego package of the rule.
func (r Rule) Package() string { return underscored(r.Category) + "." + r.Module() }

// Module is the last part of the package, by which tests call it.
func (r Rule) Module() string { return underscored(r.Name) }

func underscored(s string) string { return strings.ReplaceAll(s, "-", "_") }

// Write writes the folder below dir and lists its files. A folder that is there already is left alone.
func (r Rule) Write(dir string) ([]string, error) {
	folder := filepath.Join(dir, underscored(r.Category), underscored(r.Name))
	if _, err := os.Lstat(folder); err == nil {
		return nil, fmt.Errorf("write rule %s: %s is already there", r.ID(), folder)
	} else if !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("write rule %s: %w", r.ID(), err)
	}
	files, err := r.render()
	if err != nil {
		return nil, fmt.Errorf("write rule %s: %w", r.ID(), err)
	}
	var written []string
	for _, f := range files {
		name := filepath.Join(folder, filepath.FromSlash(f.name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return written, fmt.Errorf("write rule %s: %w", r.ID(), err)
		}
		if err := os.WriteFile(name, f.text, 0o644); err != nil {
			return written, fmt.Errorf("write rule %s: %w", r.ID(), err)
		}
		written = append(written, name)
	}
	return written, nil
}

type file struct {
	name string
	text []byte
}

// render fills the templates of the rule's kind of input, in the order of their names.
func (r Rule) render() ([]file, error) {
	dir := path.Join("rules", r.Input)
	var out []file
	err := fs.WalkDir(rules, dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		t, err := template.ParseFS(rules, name)
		if err != nil {
			return err
		}
		var text bytes.Buffer
		if err := t.Execute(&text, r); err != nil {
			return err
		}
		name = strings.TrimSuffix(strings.TrimPrefix(name, dir+"/"), ".tmpl")
		out = append(out, file{strings.Replace(name, "rule", r.Module(), 1), text.Bytes()})
		return nil
	})
	return out, err
}
