package policy

import (
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// Set is a valid set of rules. It is immutable and safe for concurrent use.
type Set struct {
	rules   []finding.Rule // by ID
	sources map[string]ruleFile
	libs    map[string]*ast.Module // by file name
	from    []Source
}

// ruleFile is where the Rego of a rule is. Rules that were validated at the gate (see Source.Index) are parsed only when
// they are chosen; all others are parsed already.
type ruleFile struct {
	folder folder
	module *ast.Module
}

// Rules lists all rules in the order of their IDs. The caller owns the slice.
func (s *Set) Rules() []finding.Rule { return slices.Clone(s.rules) }

// Rule finds a rule by its ID.
func (s *Set) Rule(id string) (finding.Rule, bool) {
	r := s.rule(id)
	if r == nil {
		return finding.Rule{}, false
	}
	return *r, true
}

func (s *Set) rule(id string) *finding.Rule {
	i, ok := slices.BinarySearchFunc(s.rules, id, func(r finding.Rule, id string) int {
		return strings.Compare(r.ID, id)
	})
	if !ok {
		return nil
	}
	return &s.rules[i]
}
