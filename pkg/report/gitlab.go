package report

import (
	"cmp"
	"io"
	"path"
	"path/filepath"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// gitlabIssue is an entry of GitLab's code quality report, which is a part of the Code Climate form
// (https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format).
type gitlabIssue struct {
	Description string         `json:"description"`
	CheckName   string         `json:"check_name"`
	Fingerprint string         `json:"fingerprint"`
	Severity    string         `json:"severity"`
	Location    gitlabLocation `json:"location"`
}

type gitlabLocation struct {
	Path  string      `json:"path"`
	Lines gitlabLines `json:"lines"`
}

type gitlabLines struct {
	Begin int `json:"begin"`
	End   int `json:"end,omitempty"`
}

var gitlabSeverities = map[finding.Severity]string{
	finding.Critical: "blocker", finding.High: "critical", finding.Medium: "major", finding.Low: "minor",
}

// writeGitLab prints the findings that count, and errors, which GitLab has no other place for. A line must be given: what
// has none is shown at the first.
func writeGitLab(w io.Writer, r *finding.Report, _ Options) error {
	issues := []gitlabIssue{}
	keys, advice := finding.Fingerprints(r.Findings), newAdvisor(r.Rules)
	for i, f := range r.Findings {
		issues = append(issues, gitlabIssue{
			Description: subjectName(f) + ": " + advised(f, advice.sentence(f)),
			CheckName:   f.Rule, Fingerprint: keys[i],
			Severity: gitlabSeverities[f.Severity], Location: gitlabPlace(f.Location),
		})
	}
	for _, e := range r.Errors {
		at := finding.Location{Source: e.Source}
		if e.Location != nil {
			at = *e.Location
		}
		issues = append(issues, gitlabIssue{
			Description: "could not be judged: " + withHint(e), CheckName: "hullcheck/error",
			Fingerprint: finding.Fingerprints([]finding.Finding{{
				Rule: "hullcheck/error", Message: e.Message, Subject: finding.Subject{Name: e.Source, Container: e.Message},
			}})[0],
			Severity: "blocker", Location: gitlabPlace(at),
		})
	}
	return encode(w, issues)
}

func gitlabPlace(at finding.Location) gitlabLocation {
	name := cmp.Or(at.File, at.Source)
	if at.File != "" {
		name = path.Clean(filepath.ToSlash(at.File))
	}
	l := gitlabLocation{Path: name, Lines: gitlabLines{Begin: max(at.Line, 1)}}
	if at.EndLine > at.Line {
		l.Lines.End = at.EndLine
	}
	return l
}
