package check

import (
	"context"
	"slices"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/config"
	"github.com/hullcheck/hullcheck/pkg/dockerfile"
	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/policy"
)

// AllRules are all rules that can judge, in the order of their IDs: those of a set and those of BuildKit's linter.
func AllRules(set *policy.Set) []finding.Rule {
	all := append(set.Rules(), dockerfile.LintRules()...)
	slices.SortStableFunc(all, func(a, b finding.Rule) int { return strings.Compare(a.ID, b.ID) })
	return all
}

// inRego lists the IDs of the rules that a set evaluates.
func inRego(rules []finding.Rule) []string {
	var ids []string
	for _, r := range rules {
		if !strings.HasPrefix(r.ID, dockerfile.LintCategory) {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

// notesOf are the notes of a prediction as warnings.
func notesOf(p *dockerfile.Prediction) (out config.Problems) {
	for _, n := range p.Notes {
		out = append(out, &config.Problem{At: n.Location, Message: n.Message})
	}
	return out
}

// Dockerfile judges the image that a Dockerfile would give, and the file. An error may stand beside the verdict.
func (e *Engine) Dockerfile(ctx context.Context, p *dockerfile.Prediction, agreed Agreed) (Verdict, error) {
	j, err := e.judgeDockerfile(ctx, p, 0)
	origin, bad := agreed.originOfDockerfile(p)
	j.comesFrom(origin)
	v := j.verdict(agreed)
	v.Warnings = slices.Concat(bad, notesOf(p), agreed.warnings())
	return v, err
}
