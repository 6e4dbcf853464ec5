package check

import (
	"context"
	"slices"
	"strings"

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

// Dockerfile judges the image that a Dockerfile would give, and the file. An error may stand beside the verdict.
func (e *Engine) Dockerfile(ctx context.Context, p *dockerfile.Prediction, agreed Agreed) (Verdict, error) {
	j, err := e.judgeDockerfile(ctx, p, 0)
	return j.verdict(agreed), err
}
