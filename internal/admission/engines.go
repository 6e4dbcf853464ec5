package admission

import (
	"context"
	"fmt"
	"sync"

	"github.com/hullcheck/hullcheck/pkg/check"
	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/identity"
	"github.com/hullcheck/hullcheck/pkg/policy"
)

// maxEngines bounds the memory that labels with many versions can take; each engine holds its compiled rules and its memo.
const maxEngines = 12

// engines are those of one policy, one a profile and version, compiled when first asked for.
type engines struct {
	rules     *policy.Set
	selection check.Selection
	runtime   identity.Runtime

	mu      sync.Mutex
	entries map[engineKey]*engineEntry
	clock   int
}

type engineKey struct {
	profile check.Profile
	minor   int
}

type engineEntry struct {
	once   sync.Once
	engine *levelEngine
	err    error
	used   int
}

// levelEngine is an engine, and what is known of its rules by their IDs.
type levelEngine struct {
	*check.Engine
	rules map[string]*finding.Rule
}

func newLevelEngine(e *check.Engine) *levelEngine {
	out := &levelEngine{Engine: e, rules: map[string]*finding.Rule{}}
	for i := range e.Rules() {
		out.rules[e.Rules()[i].ID] = &e.Rules()[i]
	}
	return out
}

// of gives the engine of a profile for Kubernetes 1.minor. Versions that are newer than any known are the newest known.
func (es *engines) of(ctx context.Context, p check.Profile, minor int) (*levelEngine, error) {
	e := es.entry(engineKey{p, min(minor, check.NewestKnown)})
	e.once.Do(func() {
		sel := es.selection
		sel.Profile, sel.KubernetesMinor, sel.KeepControls = p, min(minor, check.NewestKnown), true
		// Whoever asked first may go away: the others still wait for it.
		var engine *check.Engine
		if engine, e.err = check.NewEngine(context.WithoutCancel(ctx), es.rules, sel, es.runtime, false); e.err == nil {
			e.engine = newLevelEngine(engine)
		}
	})
	if e.err != nil {
		return nil, fmt.Errorf("compile level %s for v1.%d: %w", p, minor, e.err)
	}
	return e.engine, nil
}

func (es *engines) entry(k engineKey) *engineEntry {
	es.mu.Lock()
	defer es.mu.Unlock()
	if es.entries == nil {
		es.entries = map[engineKey]*engineEntry{}
	}
	e, ok := es.entries[k]
	if !ok {
		if len(es.entries) >= maxEngines {
			es.forget()
		}
		e = &engineEntry{}
		es.entries[k] = e
	}
	es.clock++
	e.used = es.clock
	return e
}

// forget drops the engine that was not asked for the longest.
func (es *engines) forget() {
	var oldest engineKey
	first := true
	for k, e := range es.entries {
		if first || e.used < es.entries[oldest].used {
			oldest, first = k, false
		}
	}
	delete(es.entries, oldest)
}
