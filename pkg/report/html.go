package report

import (
	"embed"
	"fmt"
	"html/template"
	"io"
	"net/url"
	"slices"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

//go:embed report.html.tmpl report.css
var htmlFiles embed.FS

var htmlTemplate = template.Must(template.New("").Funcs(template.FuncMap{"plural": plural}).ParseFS(htmlFiles, "*.tmpl"))

// htmlPage is what the template shows. Its strings have passed visible; the template escapes them for where they stand.
type htmlPage struct {
	Style   template.CSS
	Version string
	Verdict string
	Counts  []htmlCount
	Errors  []htmlError
	Objects []htmlObject
	Rules   []htmlRule
	Who     htmlWho
	Facts   []htmlFact
}

type htmlCount struct {
	Severity string
	N        int
}

type htmlFact struct {
	Label string
	Items []string
}

// writeHTML prints one file that needs nothing else: no script, no font, no picture, and a policy in its head that forbids
// the reader's browser to fetch any.
func writeHTML(w io.Writer, r *finding.Report, o Options) error {
	css, err := htmlFiles.ReadFile("report.css")
	if err != nil {
		return fmt.Errorf("read style: %w", err)
	}
	p := htmlPage{
		Style:   template.CSS(css), //nolint:gosec // our own file
		Version: visible(strings.TrimSpace(r.Tool.Name + " " + r.Tool.Version)),
		Verdict: visible(verdict(r)),
		Errors:  htmlErrors(r.Errors),
		Objects: htmlObjects(r),
		Who:     htmlContainers(o.Containers),
		Facts:   htmlFacts(r),
	}
	for _, s := range finding.Severities() {
		p.Counts = append(p.Counts, htmlCount{s.String(), count(r.Summary, s)})
	}
	p.Rules = htmlRules(r, p.Objects)
	return htmlTemplate.ExecuteTemplate(w, "report.html.tmpl", p)
}

// htmlFacts are what was judged and what was not, everything by its name.
func htmlFacts(r *finding.Report) []htmlFact {
	t := &text{report: r}
	var out []htmlFact
	add := func(label string, items []string) {
		items = slices.Clone(items)
		for i := range items {
			items[i] = visible(items[i])
		}
		if len(items) > 0 {
			out = append(out, htmlFact{label, items})
		}
	}
	add("Judged", judged(r))
	add("Read", readImages(r.Images))
	add("Not read", t.unread())
	add("Not judged", notJudged(r.NotJudged))
	add("Excepted", excepted(r.Exceptions, true))
	add("Skipped", skipped(r.Skipped, true))
	return out
}

// webURI is s if a browser may be sent there, else "".
func webURI(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") {
		return ""
	}
	return u.String()
}
