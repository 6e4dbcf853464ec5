package report_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/report"
)

// document parses a page as browsers do.
func document(t *testing.T, out []byte) *html.Node {
	t.Helper()
	doc, err := html.Parse(bytes.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// TestHTMLNeedsNothingElse: nothing is fetched, nothing runs, and every link leads somewhere.
func TestHTMLNeedsNothingElse(t *testing.T) {
	page := write(t, "html", sample(), report.Options{Containers: containers()})
	ids, targets, policy := map[string]bool{}, []string{}, ""
	for n := range document(t, page).Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if slices.Contains([]string{"script", "link", "img", "iframe", "object", "embed", "form", "base", "video", "svg"}, n.Data) {
			t.Errorf("the page has a %s", n.Data)
		}
		for _, a := range n.Attr {
			if strings.HasPrefix(a.Key, "on") || a.Key == "style" || a.Key == "src" || a.Key == "srcset" {
				t.Errorf("attribute %s of %s", a.Key, n.Data)
			}
		}
		if id := attribute(n, "id"); id != "" {
			if ids[id] {
				t.Errorf("id %s twice", id)
			}
			ids[id] = true
		}
		if n.Data == "a" {
			targets = append(targets, attribute(n, "href"))
		}
		if attribute(n, "http-equiv") == "Content-Security-Policy" {
			policy = attribute(n, "content")
		}
	}
	for _, to := range targets {
		if name, local := strings.CutPrefix(to, "#"); local != strings.HasPrefix(to, "#") || local && !ids[name] ||
			!local && !strings.HasPrefix(to, "https://github.com/hullcheck/") {
			t.Errorf("link to %q", to)
		}
	}
	if len(targets) < 20 {
		t.Errorf("%d links", len(targets))
	}
	if !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "script-src") {
		t.Errorf("policy %q", policy)
	}
	for _, fetch := range []string{"@import", "url(", "@font-face"} {
		if bytes.Contains(page, []byte(fetch)) {
			t.Errorf("the style has %s", fetch)
		}
	}
}

// skeleton is a page without its text: elements and the names of their attributes.
func skeleton(t *testing.T, s string) string {
	t.Helper()
	page := write(t, "html", hostile(s, 3, 1, 4), report.Options{Containers: hostileContainers(s)})
	var b strings.Builder
	for n := range document(t, page).Descendants() {
		if n.Type == html.CommentNode {
			t.Errorf("%q makes a comment", s)
		}
		if n.Type != html.ElementNode || n.Data == "mark" { // marks follow the text's length
			continue
		}
		fmt.Fprintf(&b, "%s", n.Data)
		for _, a := range n.Attr {
			fmt.Fprintf(&b, " %s", a.Key)
			if a.Key == "href" && !strings.HasPrefix(a.Val, "#") {
				t.Errorf("%q makes a link to %q", s, a.Val)
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// TestHTMLKeepsInputInText: whatever input says, the page has the same elements.
func TestHTMLKeepsInputInText(t *testing.T) {
	want := skeleton(t, "plain")
	for _, s := range []string{
		"<script>alert(1)</script>", "<img src=x onerror=alert(1)>", `" onmouseover="alert(1)`, "' style='x", "javascript:alert(1)",
		"</title><h1>x</h1>", "</style><b>x</b>", "<!-- ", "]]>", "&lt;b&gt;", "{{.}}", "</code></div>", "data:text/html,x", "vbscript:x",
		"//example.com/x", "\u2028\u2029", "\x00<b>", "\xff<b>", "<svg/onload=alert(1)>",
	} {
		if diff := cmp.Diff(want, skeleton(t, s)); diff != "" {
			t.Errorf("%q (-plain +got):\n%s", s, diff)
		}
	}
}

// TestHTMLSaysEverything: what the text form names of a report, the page names too.
func TestHTMLSaysEverything(t *testing.T) {
	var b strings.Builder
	for n := range document(t, write(t, "html", sample(), report.Options{Containers: containers()})).Descendants() {
		if n.Type == html.TextNode {
			b.WriteString(n.Data + "\n")
		}
	}
	text := strings.ReplaceAll(b.String(), "\n", "")
	for _, f := range sample().Findings {
		for _, s := range []string{f.Rule, f.Severity.String(), f.Subject.Name, f.Subject.Container} {
			if !strings.Contains(text, s) {
				t.Errorf("%q is missing", s)
			}
		}
	}
	for _, s := range []string{
		"runAsNonRoot: true", "the pod demands a user other than root", "kubelet says: container has runAsNonRoot and image",
		"hullcheck fix can do that: set readOnlyRootFilesystem: true and mount an emptyDir on /tmp", "a long line as generators",
		"yaml: mapping values are not allowed", "hint: is a proxy needed?", "quay.io/acme/old:1: not found",
		"0(root):0", "setuid and setgid without effect: /usr/bin/sudo", "fails with EntrypointNotFound", `USER    \x1b[2Jappp`,
		"until 2027-01-31", "deploy/c.json", "hullcheck 0.1.0",
	} {
		if !strings.Contains(text, s) {
			t.Errorf("%q is missing", s)
		}
	}
}

// TestHTMLMarksTheSource: each line once, with all that is pointed to in it.
func TestHTMLMarksTheSource(t *testing.T) {
	r := &finding.Report{Findings: []finding.Finding{overridden()}}
	var got []string
	for n := range document(t, write(t, "html", r, report.Options{})).Descendants() {
		if n.Type == html.ElementNode && n.Data == "code" {
			got = append(got, marked(n))
		}
	}
	want := []string{
		"[also:runAsNonRoot: true]",
		"- {name: 報告, [here:runAsUser: 0], [also:runAsNonRoot: false]}",
		"[also:USER 1000:1000]",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func marked(code *html.Node) string {
	var b strings.Builder
	for n := range code.ChildNodes() {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		} else {
			fmt.Fprintf(&b, "[%s:%s]", attribute(n, "class"), n.FirstChild.Data)
		}
	}
	return b.String()
}

// TestHTMLOfNothing: an empty report says that nothing was found and judged, by whom, and ends well.
func TestHTMLOfNothing(t *testing.T) {
	page := string(write(t, "html", &finding.Report{}, report.Options{}))
	if strings.Count(page, "<p>No findings.</p>") != 2 || !strings.Contains(page, "No container was judged.") ||
		!strings.HasSuffix(page, "</html>\n") {
		t.Error(page)
	}
}

// hostileContainers are containers whose every string is s.
func hostileContainers(s string) []report.Who {
	known, unknown := app(s), unread()
	known.Subject = report.WhoSubject{Kind: s, Namespace: s, Name: s, Container: s, ContainerType: s, Image: s, Platform: s}
	known.Identity.Username.Value, known.Identity.Home.Value, known.Identity.Groups[0].Name = s, s, s
	known.Kubelet.Message, known.Start.Message, known.Start.Assumes = s, s+"!", []string{s}
	known.Kubelet.Verdict, known.Start.Verdict = "refuses", "fails"
	known.Power.Seccomp, known.Power.DefeatedSetuid = s, []string{s}
	unknown.Identity.UID.Unknown = s + "?"
	return []report.Who{known, unknown}
}
