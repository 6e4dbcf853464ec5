package report

import (
	"io"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

const (
	sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
	project     = "https://github.com/hullcheck/hullcheck"
	// sourceRoot is the name by which code hosts know the root of the checkout, to which files are relative.
	sourceRoot = "%SRCROOT%"
)

// writeSARIF prints SARIF 2.1.0: one run, with a rule descriptor for every chosen rule, excepted findings as suppressed
// results, and everything that was not judged as a notification of the run.
func writeSARIF(w io.Writer, r *finding.Report, _ Options) error {
	rules, index := sarifRules(r)
	run := sarifRun{
		Tool: sarifTool{sarifDriver{r.Tool.Name, r.Tool.Version, project, rules}},
		Invocations: []sarifInvocation{{
			ExecutionSuccessful: len(r.Errors) == 0, Notifications: sarifNotifications(r),
		}},
		BaseIDs: map[string]any{sourceRoot: map[string]any{
			"description": sarifText{Text: "the directory in which hullcheck ran"},
		}},
		ColumnKind: "utf16CodeUnits",
		Results:    sarifResults(r, index),
		Properties: map[string]any{
			"profile": r.Policy.Profile, "kubernetesVersion": r.Policy.KubernetesVersion,
			"runtime": r.Policy.Runtime, "summary": r.Summary,
		},
	}
	return encode(w, sarifLog{Schema: sarifSchema, Version: "2.1.0", Runs: []sarifRun{run}})
}

// sarifLevels: SARIF has three levels for four severities; the number in security-severity tells them apart.
var sarifLevels = map[finding.Severity]string{
	finding.Critical: "error", finding.High: "error", finding.Medium: "warning", finding.Low: "note",
}

// sarifMessage is text without what viewers would take for a link: "[text](target)" (SARIF 2.1.0, section 3.11.6).
func sarifMessage(s string) sarifText { return sarifText{Text: strings.ReplaceAll(s, "](", `\](`)} }

func sarifNotifications(r *finding.Report) []sarifNotification {
	out := []sarifNotification{}
	for _, e := range r.Errors {
		n := sarifNotification{Level: "error", Message: sarifMessage(withHint(e))}
		at := finding.Location{Source: e.Source}
		if e.Location != nil {
			at = *e.Location
		}
		n.Locations = []sarifLocation{sarifPlace(at)}
		out = append(out, n)
	}
	for _, u := range unreadImages(r.Images) {
		out = append(out, sarifNotification{Level: "warning", Message: sarifMessage("image not read: " + u)})
	}
	for _, n := range r.NotJudged {
		out = append(out, sarifNotification{
			Level: "warning", Message: sarifMessage(n.Source + " was not judged by this rule: " + n.Reason),
			Rule: &sarifReference{n.Rule},
		})
	}
	for _, s := range r.Skipped {
		out = append(out, sarifNotification{
			Level: "note", Message: sarifMessage("skipped: " + s.Reason),
			Locations: []sarifLocation{sarifPlace(finding.Location{File: s.File})},
		})
	}
	return out
}

func withHint(e finding.Error) string {
	if e.Hint == "" {
		return e.Message
	}
	return e.Message + " (" + e.Hint + ")"
}
