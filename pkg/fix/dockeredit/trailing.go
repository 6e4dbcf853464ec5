package dockeredit

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// trailing moves a comment behind USER to a line of its own, and joins a group that blanks part from its user.
func (e *editor) trailing(_ context.Context, s *state, _ finding.Finding) ([]candidate, string, error) {
	t := s.p.User.Trailing
	user, _ := s.deciding()
	if t == nil || user == nil || user.Location.Line != user.Location.EndLine {
		return nil, "the text stands in an instruction of more than one line", nil
	}
	start, end := s.argument(user)
	argument := string(s.raw[start:end])
	at := strings.LastIndex(argument, t.Text)
	if at < 0 {
		return nil, "the text is not where it was expected", nil
	}
	word := strings.TrimRight(argument[:at], " \t")
	switch colon := blanksAroundColon.FindStringSubmatch(argument); {
	case strings.HasPrefix(t.Text, "#"):
		line := user.Location.Line
		return []candidate{{"the comment behind USER on a line of its own", []change{
			s.insert(line, []string{s.lead(line) + t.Text}), {start + len(word), end, ""},
		}}}, "", nil
	case colon != nil:
		text := colon[1] + ":" + colon[2]
		return []candidate{{"USER " + text, []change{{start, end, text}}}}, "", nil
	}
	return nil, fmt.Sprintf("what %q behind the user was meant to be cannot be told", t.Text), nil
}

var blanksAroundColon = regexp.MustCompile(`^(\S+?)[ \t]*:[ \t]*([^\s:#]+)$`)
