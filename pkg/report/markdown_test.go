package report_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"

	"github.com/hullcheck/hullcheck/pkg/report"
)

// visit walks over markdown as GitHub's dialect has it.
func visit(t *testing.T, out []byte, f func(n ast.Node)) {
	t.Helper()
	doc := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().Parse(text.NewReader(out))
	err := ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			f(n)
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestMarkdownKeepsInputInCode: hostile input makes no markup, no link, no image, and mentions nobody.
func TestMarkdownKeepsInputInCode(t *testing.T) {
	for _, s := range []string{
		"@everyone #1 https://example.com www.example.com", "<img src=x onerror=alert(1)>", "[a](https://example.com)",
		"![a](https://example.com/x.png)", "`@everyone`", "```\n@everyone\n```", "````\n# title", "``` ` ``", "</details>",
		"a\n\n# title\n", "|a|b|\n|-|-|", "~~~", "*x* _y_", "`",
	} {
		out := write(t, "markdown", hostile(s, 3, 1, 4), report.Options{})
		headings := 0
		visit(t, out, func(n ast.Node) {
			switch n := n.(type) {
			case *ast.Heading:
				headings++
			case *ast.Link, *ast.AutoLink, *ast.Image, *ast.RawHTML, *ast.Emphasis:
				if e, ok := n.(*ast.Emphasis); ok && e.Level == 2 {
					return
				}
				t.Errorf("%q makes a %s", s, n.Kind())
			case *ast.HTMLBlock:
				if l := n.Lines().At(0); !strings.Contains(string(l.Value(out)), "details>") {
					t.Errorf("%q makes HTML: %s", s, l.Value(out))
				}
			case *ast.Text:
				inCode := n.Parent().Kind() == ast.KindCodeSpan
				if v := string(n.Value(out)); !inCode && strings.ContainsAny(v, "@#<>!") {
					t.Errorf("%q stands outside of code in %q", s, v)
				}
			}
		})
		if headings != 3 { // the title, the errors, the object
			t.Errorf("%q makes %d headings", s, headings)
		}
	}
}

// TestMarkdownFitsAComment: what does not fit is counted, and the details are still there.
func TestMarkdownFitsAComment(t *testing.T) {
	r := sample()
	for i := range 2000 {
		f := readOnly()
		f.Subject.Name = fmt.Sprintf("api-%04d", i)
		r.Findings = append(r.Findings, f)
	}
	for i := range 2000 {
		e := r.Errors[1]
		e.Source = fmt.Sprintf("registry:quay.io/acme/db:%d", i)
		r.Errors = append(r.Errors, e)
	}
	out := string(write(t, "markdown", r, report.Options{Verbose: true}))
	if len(out) > 60_000 {
		t.Errorf("%d bytes", len(out))
	}
	shown := strings.Count(out, "\n**medium** ") + strings.Count(out, "\n**high** ") +
		strings.Count(out, "\n**critical** ") + strings.Count(out, "\n**low** ")
	rest := fmt.Sprintf("\n%d more findings not shown here", len(r.Findings)-shown)
	if shown < 20 || !strings.Contains(out, rest) || !strings.HasSuffix(out, "```\n\n</details>\n") {
		t.Errorf("%d shown; ends with %q", shown, out[len(out)-300:])
	}
}

// TestSummaryUsesItsRoom: the more room, the more findings; never more bytes than there is room for.
func TestSummaryUsesItsRoom(t *testing.T) {
	r := sample()
	for i := range 3000 {
		f := readOnly()
		f.Subject.Name = fmt.Sprintf("api-%04d", i)
		r.Findings = append(r.Findings, f)
	}
	before := 0
	for _, room := range []int{report.MinSummary, 10_000, 100_000, 1 << 20} {
		var b bytes.Buffer
		if err := report.WriteSummary(&b, r, report.Options{Verbose: true}, room); err != nil {
			t.Fatal(err)
		}
		if b.Len() > room || b.Len() <= before || b.Len() < room/3 {
			t.Errorf("%d bytes in %d", b.Len(), room)
		}
		before = b.Len()
	}
	if err := report.WriteSummary(&bytes.Buffer{}, r, report.Options{}, report.MinSummary-1); err == nil {
		t.Error("no room is no error")
	}
}
