package policy

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// Load reads and validates the rules of all sources as one set: METADATA, folders, packages, IDs, and, by the type
// checker over the schemas of package input, every path that a rule reads. All faults are reported at once, each with
// its file and line; a set with a fault is not returned.
func Load(ctx context.Context, sources ...Source) (*Set, error) {
	s := &Set{sources: map[string]ruleFile{}, libs: map[string]*ast.Module{}, from: sources}
	var bad []error
	for _, src := range sources {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		bad = append(bad, s.add(&src))
	}
	if err := errors.Join(bad...); err != nil {
		return nil, err
	}
	slices.SortFunc(s.rules, func(a, b finding.Rule) int { return strings.Compare(a.ID, b.ID) })
	if err := errors.Join(s.checkSupersedes(), s.check()); err != nil {
		return nil, err
	}
	return s, nil
}

func (s *Set) add(src *Source) error {
	if src.Index != "" {
		return s.addIndexed(src)
	}
	rules, libs, err := folders(src)
	bad := []error{err}
	for _, f := range libs {
		bad = append(bad, s.addLib(f))
	}
	for _, f := range rules {
		bad = append(bad, s.addRule(f))
	}
	return errors.Join(bad...)
}

func (s *Set) addLib(f folder) error {
	m, err := parse(f, f.src.Index == "")
	if err != nil {
		return err
	}
	for name, lib := range s.libs {
		if lib.Package.Path.Equal(m.Package.Path) {
			return fmt.Errorf("%s:1: package %s is already in %s", f.shown(), f.pkg(), name)
		}
	}
	s.libs[f.shown()] = m
	return nil
}

func (s *Set) addRule(f folder) error {
	m, err := parse(f, true)
	if err != nil {
		return err
	}
	r, err := describe(f, m)
	if err != nil {
		return err
	}
	return s.register(f, m, r)
}

func (s *Set) register(f folder, m *ast.Module, r finding.Rule) error {
	if old, ok := s.sources[r.ID]; ok {
		return fmt.Errorf("%s:1: rule %s is already in %s", f.shown(), r.ID, old.folder.shown())
	}
	help, err := readCapped(f.src.FS, path.Join(f.category, f.name, "README.md"), maxRegoBytes)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("read help of %s: %w", r.ID, err)
	}
	r.Help = string(help)
	s.sources[r.ID] = ruleFile{folder: f, module: m}
	s.rules = append(s.rules, r)
	return nil
}

// linterCategory begins the IDs of the rules of BuildKit's linter, which are not written in Rego; who knows them checks
// that they exist.
const linterCategory = "buildkit/"

// checkSupersedes demands that a rule supersedes rules that exist, and not itself.
func (s *Set) checkSupersedes() error {
	var bad []error
	for _, r := range s.rules {
		for _, id := range r.Supersedes {
			if _, ok := s.sources[id]; !ok && !strings.HasPrefix(id, linterCategory) || id == r.ID {
				file := s.sources[r.ID].folder.shown()
				bad = append(bad, fmt.Errorf("%s:1: supersedes %q: no such other rule", file, id))
			}
		}
	}
	return errors.Join(bad...)
}

// check type-checks the rules that were parsed, which is all but those of an index.
func (s *Set) check() error {
	modules := maps.Clone(s.libs)
	n := len(modules)
	for _, f := range s.sources {
		if f.module != nil {
			modules[f.folder.shown()] = f.module
		}
	}
	if len(modules) == n {
		return nil
	}
	c, err := strictCompiler()
	if err != nil {
		return err
	}
	return compileErrors(c, modules)
}
