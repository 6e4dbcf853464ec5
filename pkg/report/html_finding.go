package report

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// htmlObject is what one object, image or Dockerfile is charged with.
type htmlObject struct {
	ID, Heading string
	Findings    []htmlFinding
}

type htmlFinding struct {
	ID, Severity, Rule, HelpURI string
	// About is the container and the platforms, where there are any to name.
	About, Position string
	Files           []htmlFile
	Notes           []string
}

type htmlError struct {
	Position string
	Files    []htmlFile
	Notes    []string
}

func htmlObjects(r *finding.Report) []htmlObject {
	advice, t := newAdvisor(r.Rules), &text{platforms: knownPlatforms(r)}
	var out []htmlObject
	n := 0
	for i, g := range groups(r.Findings) {
		o := htmlObject{ID: fmt.Sprintf("object-%d", i+1), Heading: visible(g.heading)}
		for _, f := range g.findings {
			n++
			s := storyOf(*f, advice.note(*f))
			about := t.onlyOn(*f)
			if f.Subject.Container != "" {
				about = " · container " + f.Subject.Container + about
			}
			o.Findings = append(o.Findings, htmlFinding{
				ID: fmt.Sprintf("finding-%d", n), Severity: f.Severity.String(), Rule: visible(f.Rule), HelpURI: webURI(f.HelpURI),
				About: visible(strings.TrimPrefix(about, " · ")), Position: visible(position(f.Location)),
				Files: htmlSource(f.Location.File, s.places), Notes: allVisible(s.notes),
			})
		}
		out = append(out, o)
	}
	return out
}

func htmlErrors(errs []finding.Error) []htmlError {
	var out []htmlError
	for _, e := range errs {
		at, s := errorStory(e)
		out = append(out, htmlError{
			Position: visible(position(at)), Files: htmlSource(at.File, s.places), Notes: allVisible(s.notes),
		})
	}
	return out
}

// htmlRule is a line of the table of rules, with a link to each object that it charges.
type htmlRule struct {
	Severity, Rule, Title, HelpURI string
	N                              int
	At                             []htmlLink
}

type htmlLink struct{ ID, Text string }

// htmlRules lists the rules with findings, the gravest first, then those with the most findings.
func htmlRules(r *finding.Report, objects []htmlObject) []htmlRule {
	titles := map[string]string{}
	for _, rule := range r.Rules {
		titles[visible(rule.ID)] = visible(rule.Title)
	}
	severities := map[string]finding.Severity{}
	for _, s := range finding.Severities() {
		severities[s.String()] = s
	}
	index := map[[2]string]int{}
	var out []htmlRule
	for _, o := range objects {
		for _, f := range o.Findings {
			key := [2]string{f.Rule, f.Severity}
			i, ok := index[key]
			if !ok {
				i = len(out)
				index[key] = i
				out = append(out, htmlRule{Severity: f.Severity, Rule: f.Rule, Title: titles[f.Rule], HelpURI: f.HelpURI})
			}
			out[i].N++
			out[i].At = append(out[i].At, htmlLink{f.ID, cmp.Or(f.Position, o.Heading)})
		}
	}
	return sorted(out, func(a, b htmlRule) int {
		return cmp.Or(cmp.Compare(severities[b.Severity], severities[a.Severity]), cmp.Compare(b.N, a.N), cmp.Compare(a.Rule, b.Rule))
	})
}

func allVisible(in []string) []string {
	out := make([]string, len(in))
	for i, s := range in {
		out[i] = visible(s)
	}
	return out
}
