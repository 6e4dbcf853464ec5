package report

import (
	"io"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// text prints the report for a person: findings by source and object, then what could not be judged, then the summary.
type text struct {
	*page
	report    *finding.Report
	verbose   bool
	advisor   advisor
	platforms map[string][]string
}

func writeText(w io.Writer, r *finding.Report, o Options) error {
	t := &text{
		page:      &page{width: o.width(), color: o.Color},
		report:    r,
		verbose:   o.Verbose,
		advisor:   newAdvisor(r.Rules),
		platforms: knownPlatforms(r),
	}
	for _, g := range groups(r.Findings) {
		t.group(g)
		if t.b.Len() < fullPage {
			continue
		}
		if err := t.writeTo(w); err != nil {
			return err
		}
	}
	t.errors()
	t.summary()
	return t.writeTo(w)
}

var accents = map[finding.Severity]style{
	finding.Critical: red, finding.High: red, finding.Medium: yellow, finding.Low: cyan,
}

func (t *text) group(g group) {
	t.paragraph(nil, nil, g.heading, bold)
	t.line()
	var places []place
	stories := make([]story, len(g.findings))
	for i, f := range g.findings {
		stories[i] = storyOf(*f, t.advisor.note(*f))
		places = append(places, stories[i].places...)
	}
	c := newCanvas(t.page, places)
	for i, f := range g.findings {
		accent := accents[f.Severity]
		t.paragraph([]span{{"  " + f.Severity.String() + "  ", accent}}, nil, t.title(*f), bold)
		c.places(f.Location.File, stories[i].places, accent)
		c.notes(stories[i].notes)
		t.line()
	}
}

// title names the rule and, within the object of the heading, what it is about.
func (t *text) title(f finding.Finding) string {
	s := f.Rule
	if f.Subject.Container != "" {
		s += " · container " + f.Subject.Container
	}
	return s + t.onlyOn(f)
}

// errors shows what could not be judged at all.
func (t *text) errors() {
	if len(t.report.Errors) == 0 {
		return
	}
	t.paragraph(nil, nil, "Could not be judged", bold)
	t.line()
	for _, e := range t.report.Errors {
		t.error(e)
		t.line()
	}
}

func (t *text) error(e finding.Error) {
	at, s := errorStory(e)
	t.paragraph([]span{{"  error  ", red}}, nil, position(at), bold)
	c := newCanvas(t.page, s.places)
	c.places(at.File, s.places, red)
	c.notes(s.notes)
}
