package check

import (
	"context"
	"fmt"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/identity"
	"github.com/hullcheck/hullcheck/pkg/policy"
	"github.com/hullcheck/hullcheck/pkg/policy/input"
)

// World is what the cluster is assumed to be.
type World struct {
	Runtime identity.Runtime
	// KubernetesMinor is the N of Kubernetes 1.N.
	KubernetesMinor int
	// PodSecurityLevel is the level of the Pod Security Standards that is asked for: baseline or restricted.
	PodSecurityLevel string
	// Parameters are what rules compare with.
	Parameters input.Parameters
}

// Engine judges one thing at a time by rules that are compiled once. It is safe for concurrent use and keeps no state but
// its memo, so the webhook can hold one for as long as its policy stands.
type Engine struct {
	rules     []finding.Rule
	evaluator *policy.Evaluator
	world     World
	deep      bool
	memo      memo
	// answers: keep as whom the judged containers run.
	answers bool
	// severities replace those of the rules' METADATA.
	severities map[string]finding.Severity
	// controls are the rules that no other may supersede.
	controls map[string]bool
}

// NewEngine compiles the rules of set that the selection takes. With deep, every layer of a remote image is read where a
// chosen rule asks for it.
func NewEngine(ctx context.Context, set *policy.Set, sel Selection, runtime identity.Runtime, deep bool) (*Engine, error) {
	rules, err := sel.Choose(AllRules(set))
	if err != nil {
		return nil, fmt.Errorf("choose rules: %w", err)
	}
	ev, err := set.Prepare(ctx, inRego(rules))
	if err != nil {
		return nil, fmt.Errorf("prepare rules: %w", err)
	}
	world := World{
		Runtime: runtime, KubernetesMinor: sel.KubernetesMinor, PodSecurityLevel: string(sel.Profile.level()),
		Parameters: parametersInput(sel),
	}
	e := &Engine{rules: rules, evaluator: ev, world: world, deep: deep, severities: sel.Severities}
	if sel.KeepControls {
		e.controls = sel.controls(rules)
	}
	return e, nil
}

// Rules lists the chosen rules in the order of their IDs. The caller must not change them.
func (e *Engine) Rules() []finding.Rule { return e.rules }
