package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// GitHub shows no more annotations of a level of one step and drops the others without a word; one with a longer message or
// title is dropped too (https://docs.github.com/en/rest/checks/runs).
const (
	githubAnnotations = 10
	githubMessage     = 64 << 10
	githubTitle       = 255
)

var githubLevels = map[finding.Severity]string{
	finding.Critical: "error", finding.High: "error", finding.Medium: "warning", finding.Low: "notice",
}

// annotation is a message that GitHub shows at a line of a change. What it is about is named again where there is no room.
type annotation struct {
	level, about   string
	at             finding.Location
	title, message string
}

// writeGitHub prints workflow commands, which GitHub Actions shows as annotations of the lines of a change, and the
// summary as a plain line for the log. The gravest come first; where a level has more than GitHub shows, its last
// annotation counts those that are left.
func writeGitHub(w io.Writer, r *finding.Report, _ Options) error {
	byLevel := map[string][]annotation{}
	for _, a := range annotations(r) {
		byLevel[a.level] = append(byLevel[a.level], a)
	}
	var b strings.Builder
	for _, level := range []string{"error", "warning", "notice"} {
		shown := byLevel[level]
		if len(shown) > githubAnnotations {
			shown = append(shown[:githubAnnotations-1:githubAnnotations-1], others(level, shown[githubAnnotations-1:]))
		}
		for _, a := range shown {
			a.command(&b)
		}
	}
	fmt.Fprintf(&b, "hullcheck: %s\n", verdict(r))
	_, err := io.WriteString(w, b.String())
	return err
}

// annotations is everything that is worth one, the gravest first.
func annotations(r *finding.Report) []annotation {
	var out []annotation
	for _, e := range r.Errors {
		at := finding.Location{Source: e.Source}
		if e.Location != nil {
			at = *e.Location
		}
		out = append(out, annotation{"error", "errors", at, "could not be judged", withHint(e)})
	}
	advice := newAdvisor(r.Rules)
	for _, s := range finding.Severities() {
		for _, f := range r.Findings {
			if f.Severity == s {
				out = append(out, annotation{githubLevels[s], f.Rule, f.Location, f.Rule, annotationText(f, advice.sentence(f))})
			}
		}
	}
	for _, u := range unreadImages(r.Images) {
		out = append(out, annotation{level: "notice", about: "images not read", title: "image not read", message: u})
	}
	for _, n := range notJudged(r.NotJudged) {
		out = append(out, annotation{level: "notice", about: "rules not judged", title: "not judged", message: n})
	}
	return out
}

// annotationText is all that a reader of the change sees of a finding.
func annotationText(f finding.Finding, advice string) string {
	s := advised(f, advice)
	for _, rel := range f.Related {
		s += "\n" + rel.Message + where(place{at: rel.Location})
	}
	return subjectName(f) + ": " + s
}

// others is the annotation that counts what is not shown.
func others(level string, left []annotation) annotation {
	counts := map[string]int{}
	var names []string
	for _, a := range left {
		if counts[a.about]++; counts[a.about] == 1 {
			names = append(names, a.about)
		}
	}
	for i, name := range names {
		names[i] = fmt.Sprintf("%s (%d)", name, counts[name])
	}
	return annotation{
		level: level, title: fmt.Sprintf("%d more not shown", len(left)),
		message: "GitHub shows few annotations of a step. The others: " + strings.Join(names, ", "),
	}
}
