package report

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// securitySeverity are the numbers by which code hosts sort findings, from 0 to 10: over 9 they call critical, from 7
// high, from 4 medium.
var securitySeverity = map[finding.Severity]string{
	finding.Critical: "9.5", finding.High: "8.0", finding.Medium: "5.5", finding.Low: "2.5",
}

// sarifRules describes every chosen rule, and those of findings that no chosen rule describes. The index is by ID.
func sarifRules(r *finding.Report) ([]sarifRule, map[string]int) {
	out := []sarifRule{}
	index := map[string]int{}
	add := func(rule finding.Rule) {
		if _, ok := index[rule.ID]; !ok {
			index[rule.ID] = len(out)
			out = append(out, sarifRuleOf(rule))
		}
	}
	for _, rule := range r.Rules {
		add(rule)
	}
	for _, f := range judgedFindings(r) {
		add(finding.Rule{ID: f.Rule, Severity: f.Severity, HelpURI: f.HelpURI})
	}
	return out, index
}

// judgedFindings are those that count and those that were excepted.
func judgedFindings(r *finding.Report) []finding.Finding {
	out := list(r.Findings)
	for _, e := range r.Exceptions {
		out = append(out, e.Finding)
	}
	return out
}

func sarifRuleOf(rule finding.Rule) sarifRule {
	s := sarifRule{
		ID:            rule.ID,
		HelpURI:       absoluteURI(rule.HelpURI),
		Configuration: sarifLevel{sarifLevels[rule.Severity]},
		Properties: map[string]any{
			"security-severity": securitySeverity[rule.Severity],
			"precision":         "high",
			"tags":              sarifTags(rule),
		},
	}
	if rule.Title != "" {
		s.ShortDescription = &sarifText{Text: rule.Title}
	}
	if rule.Description != "" {
		s.FullDescription = &sarifText{Text: rule.Description}
	}
	if text, markdown := helpText(rule), helpMarkdown(rule); text != "" {
		s.Help = &sarifText{Text: text, Markdown: markdown}
	}
	return s
}

// absoluteURI is s if it is one, else "": users' rules may name a page of their own by a path, which SARIF forbids.
func absoluteURI(s string) string {
	if u, err := url.Parse(s); err != nil || !u.IsAbs() {
		return ""
	}
	return s
}

// sarifTags: "security" is what makes a code host show security-severity.
func sarifTags(rule finding.Rule) []string {
	tags := []string{"security"}
	if category, _, ok := strings.Cut(rule.ID, "/"); ok {
		tags = append(tags, category)
	}
	for _, p := range rule.PSS {
		tags = append(tags, "pod-security-"+p.Level)
	}
	return tags
}

func helpText(rule finding.Rule) string {
	return joinNonEmpty("\n\n", rule.Description, rule.Remediation, strings.Join(rule.Related, "\n"))
}

func helpMarkdown(rule finding.Rule) string {
	var links strings.Builder
	for _, l := range rule.Related {
		fmt.Fprintf(&links, "- <%s>\n", l)
	}
	if rule.Help != "" {
		return joinNonEmpty("\n\n", strings.TrimSpace(rule.Help), strings.TrimSpace(links.String()))
	}
	fix := ""
	if rule.Remediation != "" {
		fix = "**To fix it:** " + rule.Remediation
	}
	return joinNonEmpty("\n\n", rule.Description, fix, strings.TrimSpace(links.String()))
}

func joinNonEmpty(separator string, parts ...string) string {
	var kept []string
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, separator)
}
