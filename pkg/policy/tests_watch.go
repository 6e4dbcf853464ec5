package policy

import (
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// watcher sees every test being evaluated, one after the other: with which inputs it asks the rules, and what of it failed
// last.
type watcher struct {
	tests   map[testPlace]*watched
	current *watched
}

type testPlace struct {
	file string
	row  int
}

// watched is what was seen of one test.
type watched struct {
	file   string
	inputs map[string]*ast.Term
	failed *ast.Location
}

// Enabled implements topdown.QueryTracer.
func (*watcher) Enabled() bool { return true }

// Config implements topdown.QueryTracer.
func (*watcher) Config() topdown.TraceConfig { return topdown.TraceConfig{} }

// TraceEvent implements topdown.QueryTracer.
func (w *watcher) TraceEvent(e topdown.Event) {
	if rule, ok := e.Node.(*ast.Rule); ok && e.Op == topdown.EnterOp && isTestRule(rule) {
		w.current = w.at(rule.Location)
	}
	if w.current == nil {
		return
	}
	if in := e.Input(); in != nil && e.Op == topdown.EnterOp {
		w.current.inputs[in.String()] = in
	}
	if e.Op == topdown.FailOp && e.Location != nil && e.Location.File == w.current.file {
		w.current.failed = e.Location
	}
}

func isTestRule(r *ast.Rule) bool { return strings.HasPrefix(r.Head.Ref().String(), "test_") }

func (w *watcher) at(l *ast.Location) *watched {
	if w.tests == nil {
		w.tests = map[testPlace]*watched{}
	}
	key := testPlace{l.File, l.Row}
	if w.tests[key] == nil {
		w.tests[key] = &watched{file: l.File, inputs: map[string]*ast.Term{}}
	}
	return w.tests[key]
}

// of is what was seen of the test at a place.
func (w *watcher) of(l *ast.Location) *watched { return w.at(l) }

// faults compares the inputs of a test with the schemas, by default with that of the kind that the rule reads. What is
// missing is none: a test may say no more than it is about.
func (t *watched) faults(kind string) []string {
	var out []string
	for _, in := range t.inputs {
		for _, fault := range inputFaults(in, kind) {
			if !strings.Contains(fault, missingFault) && !slices.Contains(out, fault) {
				out = append(out, fault)
			}
		}
	}
	slices.Sort(out)
	return out
}
