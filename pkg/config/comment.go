package config

import (
	"strings"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

const sourceComment = "comment"

// Comment is an exception that stands in a Dockerfile above an instruction:
//
//	# hullcheck ignore=RULE[,RULE] reason=WHY
type Comment struct {
	Rules  []string
	Reason string
	// At is the place of the comment, Covers that of the instruction: only findings on its lines are excepted.
	At, Covers finding.Location
}

// Comments reads the exceptions of one Dockerfile, for the Candidates of that file. A comment without reason is a Problem
// and excepts nothing.
func (l *Ledger) Comments(comments []Comment) (*Annotated, Problems) {
	var found []*entry
	var ps Problems
	for _, c := range comments {
		if strings.TrimSpace(c.Reason) == "" {
			ps = append(ps, &Problem{
				At: c.At, Message: "comment of " + strings.Join(c.Rules, ",") + ": the reason is missing",
				Hint: "write # hullcheck ignore=RULE reason=WHY",
			})
			continue
		}
		for _, rule := range c.Rules {
			if message, hint := l.unknownRule(rule); message != "" {
				ps = append(ps, &Problem{At: c.At, Message: "comment: " + message, Hint: hint})
				continue
			}
			found = append(found, &entry{
				Exception: Exception{Rule: rule, Reason: c.Reason}, source: sourceComment, at: c.At, covers: c.Covers,
			})
		}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.entries = append(l.entries, found...)
	return &Annotated{entries: found}, ps
}

// matches tells whether the entry is about a finding. That of a comment is about the lines below it and no others, that of
// a pod template about its pod.
func (e *entry) matches(c Candidate) bool {
	at := c.Finding.Location
	return e.Matches(c) && (e.within == "" || strings.HasPrefix(c.Finding.Path+"/", e.within+"/")) &&
		(e.source != sourceComment ||
			at.File == e.covers.File && at.Line <= e.covers.EndLine && max(at.Line, at.EndLine) >= e.covers.Line)
}
