package dockeredit

import (
	"context"
	"regexp"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// undefined declares a variable that stands before the first FROM and that the stage does not know; else it writes a number.
func (e *editor) undefined(ctx context.Context, s *state, f finding.Finding) ([]candidate, string, error) {
	var out []candidate
	user, _ := s.deciding()
	if names := s.undeclared(); user != nil && len(names) > 0 {
		line := user.Location.Line
		var lines []string
		for _, n := range names {
			lines = append(lines, s.keyword("ARG", line)+" "+n)
		}
		out = append(out, candidate{
			strings.Join(lines, ", ") + " in the stage that uses it", []change{s.insert(s.above(line), lines)},
		})
	}
	more, why, err := e.notRoot(ctx, s, f)
	return append(out, more...), why, err
}

// undeclared are the variables of USER that only ARG lines before the first FROM set; none where one is not set there.
func (s *state) undeclared() []string {
	first := s.p.Stages[0].Location.Line
	var out []string
	for _, u := range s.p.User.Undefined {
		declared := regexp.MustCompile(`(?i)^\s*ARG\s+(.*\s)?` + regexp.QuoteMeta(u.Name) + `=\S`)
		found := false
		for n := 1; n < first; n++ {
			found = found || declared.MatchString(s.line(n))
		}
		if !found {
			return nil
		}
		out = append(out, u.Name)
	}
	return out
}
