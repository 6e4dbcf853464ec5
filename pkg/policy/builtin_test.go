package policy

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/tester"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/hullcheck/hullcheck/pkg/policy/input"
)

// regoRoot is where the built-in rules are, with their tests, which the program does not embed the use of.
const regoRoot = "../../policies"

// builtinModules parses all Rego of the built-in set; tests chooses between its tests and everything else.
func builtinModules(t *testing.T, tests bool) map[string]*ast.Module {
	t.Helper()
	names, err := filepath.Glob(regoRoot + "/*/*/*.rego")
	if err != nil {
		t.Fatal(err)
	}
	modules := map[string]*ast.Module{}
	for _, name := range names {
		if isTest(name) != tests {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		m, err := ast.ParseModuleWithOpts(name, string(text), ast.ParserOptions{ProcessAnnotation: true})
		if err != nil {
			t.Fatal(err)
		}
		modules[name] = m
	}
	return modules
}

// inputs collects every distinct input that a rule is evaluated with.
type inputs struct{ seen map[string]*ast.Term }

func (*inputs) Enabled() bool               { return true }
func (*inputs) Config() topdown.TraceConfig { return topdown.TraceConfig{} }

func (i *inputs) TraceEvent(e topdown.Event) {
	if in := e.Input(); in != nil && e.Op == topdown.EnterOp {
		i.seen[in.String()] = in
	}
}

func runRego(t *testing.T, modules map[string]*ast.Module, seen *inputs) []*tester.Result {
	t.Helper()
	r := tester.NewRunner().SetParallel(1).RaiseBuiltinErrors(true).
		SetCompiler(ast.NewCompiler().WithCapabilities(capabilities())).SetModules(modules)
	if seen != nil {
		r = r.SetCoverageQueryTracer(seen)
	}
	results, err := r.RunTests(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var all []*tester.Result
	for result := range results {
		all = append(all, result)
	}
	return all
}

// TestRegoTests runs the tests of the built-in rules, and validates every input that they make: a rule that is right for
// an input that the program never makes is not right.
func TestRegoTests(t *testing.T) {
	modules := builtinModules(t, false)
	maps.Copy(modules, builtinModules(t, true))
	seen := &inputs{seen: map[string]*ast.Term{}}
	tested := map[string][]string{}
	for _, r := range runRego(t, modules, seen) {
		if !r.Pass() || r.Skip {
			t.Errorf("%s: %s.%s: fail %v, skip %v, error %v", r.Location, r.Package, r.Name, r.Fail, r.Skip, r.Error)
		}
		pkg := strings.TrimSuffix(strings.TrimPrefix(r.Package, "data."), "_test")
		tested[pkg] = append(tested[pkg], r.Name)
	}
	missing := regexp.MustCompile(`absent|unknown|not_asked`)
	for name, m := range builtinModules(t, false) {
		names := tested[m.Package.Path[1:].String()]
		if len(names) < 3 || !missing.MatchString(strings.Join(names, " ")) {
			t.Errorf("%s: want three tests, one of them of an absent or unknown fact; got %q", name, names)
		}
	}
	validateInputs(t, seen)
}

func validateInputs(t *testing.T, seen *inputs) {
	t.Helper()
	count := map[string]int{}
	faults := map[string]bool{}
	for text, term := range seen.seen {
		v, err := ast.JSON(term.Value)
		if err != nil {
			t.Fatal(err)
		}
		object, _ := v.(map[string]any)
		kind, _ := object["kind"].(string)
		count[kind]++
		for _, fault := range inputFaults(term, "") {
			if !faults[fault] {
				faults[fault] = true
				t.Errorf("a test makes an input that the program never makes: %s\n%.300s", fault, text)
			}
		}
	}
	if count[input.KindContainer] < 50 || count[input.KindImage] < 30 || count[input.KindObject] < 10 {
		t.Errorf("too few inputs were seen: %v", count)
	}
}
