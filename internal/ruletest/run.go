package ruletest

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/hullcheck/hullcheck/internal/ruleexamples"
	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/policy"
)

// Check is one thing that was looked at: a test, an example, or a file that must be there.
type Check struct {
	Name string
	// File is where to look, Line 0 for the whole file.
	File string
	Line int
	// Faults are why it failed; none where it is as it must be.
	Faults []string
	// Skipped: a test whose name begins with todo_.
	Skipped bool
}

// Folder is all that was looked at in one folder.
type Folder struct {
	// ID is that of the rule; lib/NAME for shared functions.
	ID string
	// Form are the files that are missing, Tests and Examples what there is.
	Form, Tests, Examples []Check
}

// Failed counts the checks of a folder that failed.
func (f *Folder) Failed() (n int) {
	for _, list := range [][]Check{f.Form, f.Tests, f.Examples} {
		for _, c := range list {
			if len(c.Faults) > 0 {
				n++
			}
		}
	}
	return n
}

// Run judges the rules of one source of the set, which must hold the built-in rules too. An error is what could not be
// judged; what could be is returned beside it.
func Run(ctx context.Context, set *policy.Set, src policy.Source) ([]Folder, error) {
	tests, err := set.Test(ctx, src)
	if err != nil {
		return nil, err
	}
	var out []Folder
	var bad []error
	for _, r := range set.Rules() {
		if r.Builtin || !isIn(src, r.ID) {
			continue
		}
		f := Folder{ID: r.ID}
		bad = append(bad, f.judge(ctx, set, src, &r, tests))
		out = append(out, f)
	}
	return append(out, others(tests, out)...), errors.Join(bad...)
}

func isIn(src policy.Source, id string) bool {
	_, err := fs.Stat(src.FS, folderOf(id))
	return err == nil
}

func folderOf(id string) string { return strings.ReplaceAll(id, "-", "_") }

func (f *Folder) judge(ctx context.Context, set *policy.Set, src policy.Source, r *finding.Rule, tests []policy.Test) error {
	f.Tests = testsOf(tests, r.ID)
	if len(f.Tests) == 0 {
		name := filepath.Base(folderOf(r.ID)) + "_test.rego"
		f.missing(src, r, name, "there is no test: write a rule whose name begins with test_")
	}
	if strings.TrimSpace(r.Help) == "" {
		f.missing(src, r, "README.md", "there is no text: say why, how to fix it and when to except it")
	}
	examples, err := ruleexamples.OfRule(src.FS, r)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	kinds := map[bool]int{}
	var bad []error
	for _, x := range examples {
		kinds[x.Bad]++
		c, err := judgeExample(ctx, set, x)
		if err != nil {
			bad = append(bad, fmt.Errorf("%s: %w", shown(src, r, "testdata/"+x.Name), err))
			continue
		}
		c.File = shown(src, r, "testdata/"+x.Name)
		f.Examples = append(f.Examples, c)
	}
	for _, is := range []struct {
		bad  bool
		name string
	}{{true, "bad"}, {false, "good"}} {
		if kinds[is.bad] == 0 {
			f.missing(src, r, "testdata", "there is no "+is.name+" example: write "+is.name+"_NAME.yaml")
		}
	}
	return errors.Join(bad...)
}

func (f *Folder) missing(src policy.Source, r *finding.Rule, name, fault string) {
	f.Form = append(f.Form, Check{Name: name, File: shown(src, r, name), Faults: []string{fault}})
}

func shown(src policy.Source, r *finding.Rule, name string) string {
	return filepath.Join(src.Name, folderOf(r.ID), name)
}

func testsOf(tests []policy.Test, id string) (out []Check) {
	for _, t := range tests {
		if t.Rule == id {
			out = append(out, Check{Name: t.Name, File: t.File, Line: t.Line, Faults: t.Faults, Skipped: t.Skipped})
		}
	}
	return out
}

// others are the folders that hold tests and no rule.
func others(tests []policy.Test, known []Folder) (out []Folder) {
	seen := map[string]bool{}
	for _, f := range known {
		seen[f.ID] = true
	}
	for _, t := range tests {
		if !seen[t.Rule] {
			seen[t.Rule] = true
			out = append(out, Folder{ID: t.Rule, Tests: testsOf(tests, t.Rule)})
		}
	}
	return out
}

// judgeExample tells whether the rule fires on a bad example, and is silent on a good one.
func judgeExample(ctx context.Context, set *policy.Set, x ruleexamples.Example) (c Check, err error) {
	dir, err := os.MkdirTemp("", "hullcheck-example-")
	if err != nil {
		return c, fmt.Errorf("make temporary folder: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	report, err := x.Judge(ctx, set, dir)
	if err != nil {
		return c, err
	}
	c = Check{Name: x.Name}
	if x.Image == nil || !x.Image.Unreadable {
		for _, e := range report.Errors {
			return c, errors.New(e.Message)
		}
	}
	if report.Summary.Objects == 0 && report.Summary.Images == 0 {
		return c, errors.New("it holds no Kubernetes object")
	}
	fired, superseded := x.Fired(report)
	switch {
	case x.Bad && len(fired) == 0 && !superseded:
		c.Faults = []string{"the rule is silent on a bad example"}
	case !x.Bad && len(fired) > 0:
		c.Faults = []string{"the rule fires on a good example: " + fired[0].Message}
		c.Line = fired[0].Location.Line
	}
	return c, nil
}
