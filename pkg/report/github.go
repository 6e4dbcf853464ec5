package report

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// writeGitHub prints workflow commands, which GitHub Actions shows as annotations of the lines of a change, and the
// summary as a plain line for the log. GitHub shows few annotations of a step: the gravest come first.
func writeGitHub(w io.Writer, r *finding.Report, _ Options) error {
	var b strings.Builder
	for _, e := range r.Errors {
		at := finding.Location{Source: e.Source}
		if e.Location != nil {
			at = *e.Location
		}
		command(&b, "error", at, "could not be judged", withHint(e))
	}
	advice := newAdvisor(r.Rules)
	for _, s := range finding.Severities() {
		for _, f := range r.Findings {
			if f.Severity == s {
				command(&b, githubLevels[s], f.Location, f.Rule, annotation(f, advice.sentence(f)))
			}
		}
	}
	for _, u := range unreadImages(r.Images) {
		command(&b, "notice", finding.Location{}, "image not read", u)
	}
	for _, n := range notJudged(r.NotJudged) {
		command(&b, "notice", finding.Location{}, "not judged", n)
	}
	fmt.Fprintf(&b, "hullcheck: %s\n", verdict(r))
	_, err := io.WriteString(w, b.String())
	return err
}

var githubLevels = map[finding.Severity]string{
	finding.Critical: "error", finding.High: "error", finding.Medium: "warning", finding.Low: "notice",
}

// annotation is all that a reader of the change sees of a finding.
func annotation(f finding.Finding, advice string) string {
	s := advised(f, advice)
	for _, rel := range f.Related {
		s += "\n" + rel.Message + where(place{at: rel.Location})
	}
	return subjectName(f) + ": " + s
}

// command writes one workflow command. A region over several lines has no columns: GitHub refuses them.
func command(b *strings.Builder, level string, at finding.Location, title, message string) {
	var properties []string
	add := func(name string, value any) {
		properties = append(properties, name+"="+escapeProperty(fmt.Sprint(value)))
	}
	if at.File != "" {
		add("file", at.File)
		if at.Line > 0 {
			add("line", at.Line)
			add("endLine", cmp.Or(at.EndLine, at.Line))
		}
		if at.Column > 0 && cmp.Or(at.EndLine, at.Line) == at.Line {
			add("col", at.Column)
			add("endColumn", max(at.EndColumn, at.Column))
		}
	} else if at.Source != "" {
		title += " in " + at.Source
	}
	add("title", "hullcheck: "+title)
	fmt.Fprintf(b, "::%s %s::%s\n", level, strings.Join(properties, ","), escapeData(message))
}

// escapeData writes a message so that it stays one command: its own line breaks come back as such.
func escapeData(s string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = strings.ReplaceAll(visible(l), "%", "%25")
	}
	return strings.Join(lines, "%0A")
}

// escapeProperty also keeps a property from beginning another.
func escapeProperty(s string) string {
	return strings.NewReplacer("%", "%25", ":", "%3A", ",", "%2C").Replace(visible(s))
}
