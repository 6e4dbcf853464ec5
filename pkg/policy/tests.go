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
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/tester"
)

// Test is one test of a rule and what became of it.
type Test struct {
	// Rule is the ID of the folder that the test stands in; lib/NAME for shared functions.
	Rule string
	// Name is the name of the test's rule in Rego: test_absent.
	Name string
	File string
	Line int
	// Faults say why the test failed; none where it passed.
	Faults []string
	// Skipped: its name begins with todo_.
	Skipped bool
}

// testTimeout is far more than any test of a rule takes.
const testTimeout = time.Minute

// fixtures are the inputs that the tests of the built-in rules share; tests of a user's rules may import them too.
const fixtures = libCategory + "/fixture/"

// Test runs the tests of one of the sources that the set was loaded from. Beside the rules' answers it judges what the
// tests ask: an input with a field that no schema knows, or of another type, is a fault, as a rule that is right for it is
// right for nothing. Fields may be left out.
func (s *Set) Test(ctx context.Context, src Source) ([]Test, error) {
	modules, err := s.allModules()
	if err != nil {
		return nil, err
	}
	own, err := testModules(&src, func(string) bool { return true })
	if err != nil {
		return nil, err
	}
	for _, other := range s.from {
		shared, err := testModules(&other, func(name string) bool { return strings.HasPrefix(name, fixtures) })
		if err != nil {
			return nil, err
		}
		maps.Copy(modules, shared)
	}
	maps.Copy(modules, own)
	watch := &watcher{}
	results, err := runTests(ctx, modules, watch)
	if err != nil {
		return nil, err
	}
	var out []Test
	for _, r := range results {
		if m := own[r.Location.File]; m != nil {
			out = append(out, s.testOf(&src, r, watch))
		}
	}
	slices.SortFunc(out, func(a, b Test) int {
		return strings.Compare(fmt.Sprintf("%s %8d", a.File, a.Line), fmt.Sprintf("%s %8d", b.File, b.Line))
	})
	return out, nil
}

// allModules are the libraries and every rule that was validated.
func (s *Set) allModules() (map[string]*ast.Module, error) {
	modules := maps.Clone(s.libs)
	for id := range s.sources {
		name, m, err := s.module(id)
		if err != nil {
			return nil, err
		}
		modules[name] = m
	}
	return modules, nil
}

// testModules parses the tests of a source whose names are wanted.
func testModules(src *Source, want func(name string) bool) (map[string]*ast.Module, error) {
	modules := map[string]*ast.Module{}
	var bad []error
	walk := func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "testdata" || len(name) > 1 && strings.HasPrefix(d.Name(), ".")):
			return fs.SkipDir
		case d.IsDir() || !isTest(name) || !want(name):
			return nil
		case len(modules) == maxRegoFiles:
			return fmt.Errorf("more than %d files of tests", maxRegoFiles)
		}
		m, err := parseTest(src, name)
		bad = append(bad, err)
		modules[src.shown(name)] = m
		return nil
	}
	if err := fs.WalkDir(src.FS, ".", walk); err != nil {
		return nil, fmt.Errorf("read tests of %s: %w", src.shown("."), err)
	}
	return modules, errors.Join(bad...)
}

func parseTest(src *Source, name string) (*ast.Module, error) {
	text, err := readCapped(src.FS, name, maxRegoBytes)
	if err != nil {
		return nil, fmt.Errorf("read test %s: %w", src.shown(name), err)
	}
	m, err := ast.ParseModuleWithOpts(src.shown(name), string(text), ast.ParserOptions{
		RegoVersion: ast.RegoV1, Capabilities: capabilities(),
	})
	switch {
	case err != nil:
		return nil, positioned(err)
	case m == nil:
		return nil, fmt.Errorf("%s:1: empty test file", src.shown(name))
	}
	return m, nil
}

func runTests(ctx context.Context, modules map[string]*ast.Module, watch *watcher) ([]*tester.Result, error) {
	results, err := tester.NewRunner().
		SetParallel(1). // the watcher tells tests apart by their order
		SetTimeout(testTimeout).
		RaiseBuiltinErrors(true).
		SetCompiler(ast.NewCompiler().WithCapabilities(capabilities())).
		SetModules(modules).
		SetCoverageQueryTracer(watch).
		RunTests(ctx, nil)
	if err != nil {
		return nil, positioned(err)
	}
	var all []*tester.Result
	for r := range results {
		all = append(all, r)
	}
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("run tests: %w", context.Cause(ctx))
	}
	return all, nil
}

func (s *Set) testOf(src *Source, r *tester.Result, watch *watcher) Test {
	t := Test{Name: r.Name, File: r.Location.File, Line: r.Location.Row, Skipped: r.Skip}
	folder := path.Dir(strings.TrimPrefix(strings.TrimPrefix(t.File, src.shown(".")), "/"))
	t.Rule = strings.ReplaceAll(folder, "_", "-")
	seen := watch.of(r.Location)
	switch {
	case r.Skip:
		return t
	case r.Error != nil:
		t.Faults = append(t.Faults, r.Error.Error())
	case r.Fail && seen.failed != nil:
		t.Faults = append(t.Faults, fmt.Sprintf("line %d does not hold: %s", seen.failed.Row, firstLine(seen.failed.Text)))
	case r.Fail:
		t.Faults = append(t.Faults, "it does not hold")
	}
	kind := ""
	if rule := s.rule(t.Rule); rule != nil {
		kind = rule.Input
	}
	for _, fault := range seen.faults(kind) {
		t.Faults = append(t.Faults, "it makes an input that hullcheck never makes: "+fault)
	}
	return t
}

func firstLine(text []byte) string {
	line, rest, more := strings.Cut(strings.TrimSpace(string(text)), "\n")
	if more && strings.TrimSpace(rest) != "" {
		line += " …"
	}
	return line
}
