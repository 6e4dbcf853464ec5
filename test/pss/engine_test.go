package pss

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/hullcheck/hullcheck/pkg/check"
	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/identity"
	"github.com/hullcheck/hullcheck/pkg/manifest"
	"github.com/hullcheck/hullcheck/pkg/policy"
	"github.com/hullcheck/hullcheck/policies"
)

// engines holds one engine for each profile and version, made when it is first asked for.
type engines struct {
	set *policy.Set

	mu   sync.Mutex
	made map[world]*engine
}

type world struct {
	profile check.Profile
	minor   int
}

// engine is what the command line makes of --profile and --kubernetes-version, with images off.
type engine struct {
	once sync.Once
	err  error
	*check.Engine
	rules map[string]*finding.Rule
}

func newEngines(t testing.TB) *engines {
	t.Helper()
	set, err := policy.Load(t.Context(), policy.Source{FS: policies.FS, Builtin: true, Index: policies.Index})
	if err != nil {
		t.Fatal(err)
	}
	return &engines{set: set, made: map[world]*engine{}}
}

func (es *engines) of(ctx context.Context, w world) (*engine, error) {
	es.mu.Lock()
	e := es.made[w]
	if e == nil {
		e = &engine{rules: map[string]*finding.Rule{}}
		es.made[w] = e
	}
	es.mu.Unlock()
	e.once.Do(func() {
		sel := check.Selection{Profile: w.profile, KubernetesMinor: w.minor, Globs: []string{"-image/*", "-runtime/*"}}
		e.Engine, e.err = check.NewEngine(ctx, es.set, sel, identity.Containerd, false)
		if e.err != nil {
			return
		}
		for i, r := range e.Rules() {
			e.rules[r.ID] = &e.Rules()[i]
		}
	})
	return e, e.err
}

// judge gives our answer on a pod as it is written: under each check the messages of the findings that count as it.
func (es *engines) judge(ctx context.Context, text []byte, w world) (map[string][]string, error) {
	e, err := es.of(ctx, w)
	if err != nil {
		return nil, err
	}
	o, err := read(ctx, text)
	if err != nil {
		return nil, err
	}
	v, err := e.Object(ctx, o, check.NoImages{}, check.Agreed{})
	if err != nil {
		return nil, err
	}
	out := map[string][]string{}
	for _, f := range v.Findings {
		if !strings.HasPrefix(f.Rule, "workload/") {
			continue
		}
		control, ok := w.profile.Control(e.rules[f.Rule], w.minor)
		if !ok {
			return nil, fmt.Errorf("%s is no control of %s 1.%d", f.Rule, w.profile, w.minor)
		}
		if f.Location.Line == 0 || !strings.HasPrefix(f.Path, "/") {
			return nil, fmt.Errorf("%s has no place: path %q, line %d", f.Rule, f.Path, f.Location.Line)
		}
		out[control.Check] = append(out[control.Check], f.Message)
	}
	return out, nil
}

func read(ctx context.Context, text []byte) (*manifest.Object, error) {
	var r manifest.Reader
	for e := range r.Stream(ctx, "-", "-", bytes.NewReader(text)) {
		switch {
		case e.Object != nil:
			return e.Object, nil
		case e.Err != nil:
			return nil, e.Err
		}
	}
	return nil, fmt.Errorf("no object in %.200s", text)
}

// compare says how the two answers differ; "" where they do not.
func compare(want failing, got map[string][]string) string {
	var out strings.Builder
	for id, reason := range want {
		if len(got[id]) == 0 {
			fmt.Fprintf(&out, "%s fails upstream only\n", id)
		}
		for _, m := range got[id] {
			if !strings.Contains(m, reason) {
				fmt.Fprintf(&out, "%s: %q does not hold upstream's words %q\n", id, m, reason)
			}
		}
	}
	for id, messages := range got {
		if _, ok := want[id]; !ok {
			fmt.Fprintf(&out, "%s fails here only: %q\n", id, messages)
		}
	}
	return out.String()
}
