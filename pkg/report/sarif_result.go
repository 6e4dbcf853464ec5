package report

import (
	"github.com/hullcheck/hullcheck/pkg/finding"
)

// sarifResults are the findings that count, then the excepted ones with their suppression.
func sarifResults(r *finding.Report, index map[string]int) []sarifResult {
	out := []sarifResult{}
	all := judgedFindings(r)
	keys, advice := finding.Fingerprints(all), newAdvisor(r.Rules)
	for i, f := range all {
		res := sarifResultOf(f, index[f.Rule], keys[i], advice.sentence(f))
		if n := i - len(r.Findings); n >= 0 {
			res.Suppressions = []sarifSuppression{sarifSuppressionOf(r.Exceptions[n])}
		}
		out = append(out, res)
	}
	return out
}

func sarifResultOf(f finding.Finding, rule int, key, advice string) sarifResult {
	res := sarifResult{
		RuleID: f.Rule, RuleIndex: rule, Level: sarifLevels[f.Severity],
		Message: sarifMessage(advised(f, advice)),
		// The first name is the one that GitHub reads; the second says whose hash it is.
		Fingerprints: map[string]string{"primaryLocationLineHash": key, "hullcheck/v1": key},
		Properties:   map[string]any{"severity": f.Severity, "subject": f.Subject},
	}
	if f.Path != "" {
		res.Properties["path"] = f.Path
	}
	at := sarifPlace(f.Location)
	at.Logical = append(at.Logical, sarifObject(f.Subject)...)
	res.Locations = []sarifLocation{at}
	for i, rel := range f.Related {
		l := sarifPlace(rel.Location)
		m := sarifMessage(rel.Message)
		l.ID, l.Message = i+1, &m
		res.Related = append(res.Related, l)
	}
	if fix := sarifFixOf(f.Fix); fix != nil {
		res.Fixes = []sarifFix{*fix}
	}
	return res
}

// advised is the message with what to do about it.
func advised(f finding.Finding, advice string) string {
	if advice == "" {
		return sentence(f)
	}
	return sentence(f) + "\nTo fix it: " + advice
}

// sentence is the message with whose words it is, if they are not hullcheck's.
func sentence(f finding.Finding) string {
	if who := speakers[f.Rule]; who != "" {
		return who + " says: " + f.Message
	}
	return f.Message
}

func sarifSuppressionOf(e finding.Excepted) sarifSuppression {
	s := sarifSuppression{Kind: "external", Status: "accepted", Justification: e.Reason}
	if e.Source == "annotation" || e.Source == "comment" {
		s.Kind = "inSource"
	}
	if e.Expires != "" {
		s.Justification += " (until " + e.Expires + ")"
	}
	return s
}

// sarifFixOf is nil where an edit cannot be placed: its columns are not known in UTF-16 units without the line's text.
func sarifFixOf(fix *finding.Fix) *sarifFix {
	if fix == nil || len(fix.Edits) == 0 {
		return nil
	}
	out := &sarifFix{Description: sarifMessage(fix.Description)}
	byFile := map[string]int{}
	for _, e := range fix.Edits {
		region := sarifRegionOf(e.Location)
		if region == nil || region.StartColumn == 0 || region.EndColumn == 0 {
			return nil
		}
		i, ok := byFile[e.Location.File]
		if !ok {
			i = len(out.Changes)
			byFile[e.Location.File] = i
			out.Changes = append(out.Changes, sarifChange{Artifact: sarifArtifactOf(e.Location.File)})
		}
		out.Changes[i].Replacements = append(out.Changes[i].Replacements,
			sarifReplacement{Deleted: *region, Inserted: &sarifText{Text: e.NewText}})
	}
	return out
}
