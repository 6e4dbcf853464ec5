package dockeredit

import (
	"context"
	"regexp"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

var chmodFlag = regexp.MustCompile(`--chmod=\S*`)

// executable lets everybody read and execute what a COPY brings.
func (e *editor) executable(_ context.Context, s *state, f finding.Finding) ([]candidate, string, error) {
	line := f.Location.Line
	if s.frontendBefore(2) {
		return nil, "its # syntax line names a frontend without COPY --chmod: write docker/dockerfile:1", nil
	}
	const flag = "--chmod=0755"
	for n := line; n <= max(line, f.Location.EndLine); n++ {
		if at := chmodFlag.FindStringIndex(s.line(n)); at != nil {
			return []candidate{{flag, []change{{s.start(n) + at[0], s.start(n) + at[1], flag}}}}, "", nil
		}
	}
	word := keyword.FindString(s.line(line))
	if word == "" || !copies.MatchString(word) {
		return nil, "the COPY is not in this file", nil
	}
	at := s.start(line) + len(word)
	return []candidate{{flag, []change{{at, at, flag + " "}}}}, "", nil
}

var copies = regexp.MustCompile(`(?i)^\s*(COPY|ADD)[ \t]+$`)
