package main

import (
	"bytes"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"text/template"

	"github.com/hullcheck/hullcheck/internal/ruleexamples"
	"github.com/hullcheck/hullcheck/pkg/dockerfile"
	"github.com/hullcheck/hullcheck/pkg/finding"
)

//go:embed *.md.tmpl
var templateFiles embed.FS

var templates = template.Must(template.New("").Funcs(template.FuncMap{
	"cell": func(s string) string { return strings.ReplaceAll(strings.Join(strings.Fields(s), " "), "|", `\|`) },
	"code": func(b []byte) string { return strings.TrimRight(string(b), "\n") },
	"indent": func(b []byte) string {
		return "  " + strings.ReplaceAll(strings.TrimRight(string(b), "\n"), "\n", "\n  ")
	},
	"join": strings.Join,
	"base": path.Base,
	// anchor is the name that GitHub gives a heading.
	"anchor": func(s string) string { return strings.ReplaceAll(strings.ToLower(s), " ", "-") },
	"kind":   func(k string) string { return kinds[k] },
	"trim":   strings.TrimSpace,
}).ParseFS(templateFiles, "*.tmpl"))

// page is what a rule's page is made of.
type page struct {
	finding.Rule
	Folder string
	// Bad and Good differ in a single field.
	Bad, Good ruleexamples.Example
}

// category is a section of the list of all rules.
type category struct {
	Name  string
	Rules []finding.Rule
}

func addPages(files map[string][]byte, policies fs.FS, rules []finding.Rule) error {
	var categories []category
	for _, r := range rules {
		name, _, _ := strings.Cut(r.ID, "/")
		if n := len(categories); n == 0 || categories[n-1].Name != name {
			categories = append(categories, category{Name: name})
		}
		last := &categories[len(categories)-1]
		last.Rules = append(last.Rules, r)
		if strings.HasPrefix(r.ID, dockerfile.LintCategory) {
			if err := addPage(files, r.ID+".md", "lint.md.tmpl", r); err != nil {
				return err
			}
			continue
		}
		p := page{Rule: r, Folder: "policies/" + strings.ReplaceAll(r.ID, "-", "_")}
		examples, err := ruleexamples.Of(policies, r.ID)
		if err != nil {
			return err
		}
		if p.Bad, p.Good, err = ruleexamples.Pair(examples); err != nil {
			return fmt.Errorf("rule %s: %w", r.ID, err)
		}
		if err := addPage(files, r.ID+".md", "page.md.tmpl", p); err != nil {
			return err
		}
	}
	for i := range categories {
		slices.SortStableFunc(categories[i].Rules, func(a, b finding.Rule) int { return int(b.Severity - a.Severity) })
	}
	return addPage(files, "README.md", "index.md.tmpl", categories)
}

func addPage(files map[string][]byte, name, tmpl string, data any) error {
	return addFile(files, filepath.Join(pageDir, filepath.FromSlash(name)), tmpl, data)
}

func addFile(files map[string][]byte, name, tmpl string, data any) error {
	var out bytes.Buffer
	if err := templates.ExecuteTemplate(&out, tmpl, data); err != nil {
		return fmt.Errorf("write page %s: %w", name, err)
	}
	files[name] = out.Bytes()
	return nil
}
