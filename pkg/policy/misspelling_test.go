package policy

import (
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
)

// TestMisspellingsDoNotPass misspells, one after the other, each name of each path that a built-in rule reads. In Rego an
// undefined path is silence, that is: a pass. The type checker must refuse each; where it cannot, because a shared
// function takes any value or because the path leads to another package, a Rego test must fail.
func TestMisspellingsDoNotPass(t *testing.T) {
	modules := builtinModules(t, false)
	tests := builtinModules(t, true)
	count := 0
	for name := range modules {
		if !compiles(t, with(modules, name, modules[name])) {
			t.Fatalf("%s does not compile as it stands", name)
		}
		for _, path := range pathsOf(modules[name]) {
			for element := range path.ref {
				if _, ok := path.ref[element].Value.(ast.String); !ok || element == 0 {
					continue
				}
				count++
				misspelt := path.misspell(modules[name], element)
				if compiles(t, with(modules, name, misspelt)) &&
					(path.ownInput(modules[name]) || passes(t, with(modules, name, misspelt), tests, name)) {
					t.Errorf("%s: %s may be misspelt at %s", path.ref[0].Location, path.ref, path.ref[element])
				}
			}
		}
	}
	if count < 300 {
		t.Errorf("only %d names were misspelt", count)
	}
}

// place is one path in a module: the n-th reference that a walk over the module meets.
type place struct {
	n   int
	ref ast.Ref
}

func walkRefs(m *ast.Module, visit func(n int, ref ast.Ref)) {
	n := 0
	for _, rule := range m.Rules {
		ast.WalkRefs(rule, func(ref ast.Ref) bool {
			visit(n, ref)
			n++
			return false
		})
	}
}

// pathsOf finds all references but calls of built-in functions.
func pathsOf(m *ast.Module) []place {
	var out []place
	walkRefs(m, func(n int, ref ast.Ref) {
		if _, builtin := ast.BuiltinMap[ref.String()]; !builtin && len(ref) > 1 {
			out = append(out, place{n, ref})
		}
	})
	return out
}

func (p place) misspell(m *ast.Module, element int) *ast.Module {
	m = m.Copy()
	walkRefs(m, func(n int, ref ast.Ref) {
		if n == p.n {
			ref[element] = ast.StringTerm(string(ref[element].Value.(ast.String)) + "_misspelt")
		}
	})
	return m
}

// ownInput tells whether the type checker must know the path: all but those through an import, and those of the package
// of words, whose functions take any setting.
func (p place) ownInput(m *ast.Module) bool {
	if m.Package.Path.String() == "data.lib.words" {
		return false
	}
	for _, i := range m.Imports {
		if i.Name().Equal(p.ref[0].Value) {
			return false
		}
	}
	return true
}

func with(modules map[string]*ast.Module, name string, m *ast.Module) map[string]*ast.Module {
	out := map[string]*ast.Module{name: m}
	for other, m := range modules {
		if other != name && strings.Contains(other, "/"+libCategory+"/") {
			out[other] = m
		}
	}
	return out
}

func compiles(t *testing.T, modules map[string]*ast.Module) bool {
	t.Helper()
	c, err := strictCompiler()
	if err != nil {
		t.Fatal(err)
	}
	return compileErrors(c, modules) == nil
}

// passes tells whether the tests of one module pass.
func passes(t *testing.T, modules, tests map[string]*ast.Module, name string) bool {
	t.Helper()
	own := strings.TrimSuffix(name, ".rego") + "_test.rego"
	for test, m := range tests {
		if test == own || strings.Contains(test, "/fixture/") {
			modules[test] = m
		}
	}
	for _, r := range runRego(t, modules, nil) {
		if !r.Pass() {
			return false
		}
	}
	return true
}
