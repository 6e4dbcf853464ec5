package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// The JUnit form, as CI servers read it: a suite for each object, image or file with findings, a case for each finding;
// and one suite of the sources, which shows that something was judged where nothing was found.

type junitSuites struct {
	XMLName  xml.Name     `xml:"testsuites"`
	Name     string       `xml:"name,attr"`
	Tests    int          `xml:"tests,attr"`
	Failures int          `xml:"failures,attr"`
	Errors   int          `xml:"errors,attr"`
	Skipped  int          `xml:"skipped,attr"`
	Suites   []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Errors   int         `xml:"errors,attr"`
	Skipped  int         `xml:"skipped,attr"`
	Cases    []junitCase `xml:"testcase"`
}

type junitCase struct {
	ClassName string        `xml:"classname,attr"`
	Name      string        `xml:"name,attr"`
	File      string        `xml:"file,attr,omitempty"`
	Line      int           `xml:"line,attr,omitempty"`
	Failure   *junitOutcome `xml:"failure"`
	Error     *junitOutcome `xml:"error"`
	Skipped   *junitSkip    `xml:"skipped"`
	Output    *junitText    `xml:"system-out"`
}

type junitOutcome struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr"`
	Text    string `xml:",cdata"`
}

type junitText struct {
	Text string `xml:",cdata"`
}

type junitSkip struct {
	Message string `xml:"message,attr"`
}

// writeJUnit prints findings below Options.FailOn as passed cases with output: they do not fail the run either.
func writeJUnit(w io.Writer, r *finding.Report, o Options) error {
	suites := junitSuites{Name: "hullcheck"}
	suites.add(junitSources(r))
	advice := newAdvisor(r.Rules)
	for _, g := range groups(r.Findings) {
		s := junitSuite{Name: visible(g.heading)}
		for _, f := range g.findings {
			s.Cases = append(s.Cases, junitFinding(*f, advice, o.FailOn))
		}
		suites.add(s)
	}
	suites.add(junitUnjudged(r))
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(suites); err != nil {
		return fmt.Errorf("encode: %w", err)
	}
	_, err := io.WriteString(w, "\n")
	return err
}

// add counts a suite's cases; one without cases is left out.
func (s *junitSuites) add(suite junitSuite) {
	if len(suite.Cases) == 0 {
		return
	}
	for _, c := range suite.Cases {
		suite.Tests++
		switch {
		case c.Failure != nil:
			suite.Failures++
		case c.Error != nil:
			suite.Errors++
		case c.Skipped != nil:
			suite.Skipped++
		}
	}
	s.Tests += suite.Tests
	s.Failures += suite.Failures
	s.Errors += suite.Errors
	s.Skipped += suite.Skipped
	s.Suites = append(s.Suites, suite)
}

// junitSources has a passed case for every source that was judged, and a failed one for every error.
func junitSources(r *finding.Report) junitSuite {
	s := junitSuite{Name: "sources"}
	for _, in := range r.Inputs {
		name := strings.TrimSpace(in.Source + " " + in.Platform)
		s.Cases = append(s.Cases, junitCase{ClassName: "sources", Name: visible(name)})
	}
	for _, e := range r.Errors {
		c := junitCase{ClassName: "sources", Name: visible(e.Source)}
		if e.Location != nil {
			c.File, c.Line = visible(e.Location.File), e.Location.Line
		}
		c.Error = &junitOutcome{Message: visible(withHint(e)), Type: "error", Text: visible(withHint(e))}
		s.Cases = append(s.Cases, c)
	}
	return s
}

func junitFinding(f finding.Finding, advice advisor, failOn finding.Severity) junitCase {
	c := junitCase{
		ClassName: visible(f.Rule), Name: visible(subjectName(f)), File: visible(f.Location.File), Line: f.Location.Line,
	}
	if f.Location.Line > 0 {
		c.Name += fmt.Sprintf(" (line %d)", f.Location.Line)
	}
	text := visible(position(f.Location)) + "\n" + drawing(f, advice.note(f)) + visible(f.HelpURI) + "\n"
	if f.Severity < failOn {
		c.Output = &junitText{Text: f.Severity.String() + ": " + visible(sentence(f)) + "\n" + text}
		return c
	}
	c.Failure = &junitOutcome{Message: visible(sentence(f)), Type: f.Severity.String(), Text: text}
	return c
}

// drawing is a finding's excerpt and notes, without colour.
func drawing(f finding.Finding, advice string) string {
	p := &page{width: DefaultWidth}
	s := storyOf(f, advice)
	c := newCanvas(p, s.places)
	c.places(f.Location.File, s.places, plain)
	c.notes(s.notes)
	return p.b.String()
}

// junitUnjudged has a skipped case for all that was not judged, or does not count.
func junitUnjudged(r *finding.Report) junitSuite {
	s := junitSuite{Name: "not judged"}
	skip := func(class, name, message string) {
		s.Cases = append(s.Cases, junitCase{
			ClassName: visible(class), Name: visible(name), Skipped: &junitSkip{Message: visible(message)},
		})
	}
	for _, i := range r.Images {
		if i.Unread != "" {
			skip("images", i.Ref, "not read: "+i.Unread)
		}
	}
	for _, n := range r.NotJudged {
		skip(n.Rule, n.Source, "not judged: "+n.Reason)
	}
	for _, e := range r.Exceptions {
		skip(e.Finding.Rule, subjectName(e.Finding), "excepted ("+e.Source+"): "+e.Reason)
	}
	for _, f := range r.Skipped {
		skip("files", f.File, "skipped: "+f.Reason)
	}
	return s
}
