package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// markdownLimit is what a comment may hold, with room for what a caller writes around it: GitHub refuses comments of more
// than 65,536 characters.
const markdownLimit = 60_000

// writeMarkdown prints a comment for a pull request, or a job summary: the counts, the findings by object with their
// source lines, and what was not judged. What does not fit into a comment is counted.
//
// Text that comes from input stands in code only, where it is neither markup nor a link nor the mention of a person.
func writeMarkdown(w io.Writer, r *finding.Report, o Options) error {
	head := "## hullcheck\n\n**" + escapeMarkdown(verdict(r)) + "**\n"
	tail := markdownDetails(r, o)
	var body strings.Builder
	left := 0
	for _, part := range markdownParts(r) {
		if left > 0 || len(head)+body.Len()+len(part.text)+len(tail) > markdownLimit {
			left += part.findings
			continue
		}
		body.WriteString(part.text)
	}
	if left > 0 {
		fmt.Fprintf(&body, "\n%s not shown here: the comment would be too long.\n", plural(left, "more finding"))
	}
	_, err := io.WriteString(w, head+body.String()+tail)
	return err
}

// markdownPart is text that is shown as a whole or not at all.
type markdownPart struct {
	text     string
	findings int
}

func markdownParts(r *finding.Report) []markdownPart {
	var parts []markdownPart
	if t := errorsText(r); t != "" {
		parts = append(parts, markdownPart{text: "\n### Could not be judged\n\n" + fenced(clip(t))})
	}
	advice := newAdvisor(r.Rules)
	for _, g := range groups(r.Findings) {
		heading := "\n### " + codeSpan(g.heading) + "\n"
		for _, f := range g.findings {
			parts = append(parts, markdownPart{heading + markdownFinding(f, advice), 1})
			heading = ""
		}
	}
	return parts
}

func markdownFinding(f finding.Finding, advice advisor) string {
	title := codeSpan(f.Rule)
	if u := absoluteURI(f.HelpURI); u != "" && !strings.ContainsAny(u, "<>() \n") {
		title = "[" + title + "](<" + u + ">)"
	}
	title = "\n**" + f.Severity.String() + "** " + title
	if f.Subject.Container != "" {
		title += " · container " + codeSpan(f.Subject.Container)
	}
	if at := position(f.Location); at != "" {
		title += " · " + codeSpan(at)
	}
	return title + "\n\n" + fenced(clip(drawing(f, advice.note(f))))
}

// markdownDetails is what is read by whoever asks what was judged.
func markdownDetails(r *finding.Report, o Options) string {
	t := &text{page: &page{width: DefaultWidth}, report: r, verbose: o.Verbose}
	t.facts()
	return "\n<details><summary>What was judged, and what was not</summary>\n\n" +
		fenced(clip(t.b.String())) + "\n</details>\n"
}

func errorsText(r *finding.Report) string {
	t := &text{page: &page{width: DefaultWidth}, report: r}
	for _, e := range r.Errors {
		t.error(e)
	}
	return t.b.String()
}

// clip shortens a block that would not leave room for others.
func clip(s string) string {
	const most = markdownLimit / 4
	if len(s) <= most {
		return s
	}
	return s[:strings.LastIndexByte(s[:most], '\n')+1] + ellipsis + "\n"
}

// fenced is a code block. Its fence is longer than any run of backticks within.
func fenced(s string) string {
	fence := strings.Repeat("`", max(longestRun(s)+1, 3))
	return fence + "text\n" + s + fence + "\n"
}

// codeSpan is text as inline code (CommonMark, section 6.1).
func codeSpan(s string) string {
	s = visible(s)
	ticks := strings.Repeat("`", longestRun(s)+1)
	if strings.HasPrefix(s, "`") || strings.HasSuffix(s, "`") || s == "" {
		s = " " + s + " "
	}
	return ticks + s + ticks
}

func longestRun(s string) int {
	longest, run := 0, 0
	for _, r := range s {
		if r != '`' {
			run = 0
			continue
		}
		run++
		longest = max(longest, run)
	}
	return longest
}

// escapeMarkdown writes hullcheck's own sentences, which hold no more than numbers and words.
func escapeMarkdown(s string) string {
	return strings.NewReplacer("*", `\*`, "_", `\_`, "<", "&lt;", "`", "\\`", "[", `\[`).Replace(visible(s))
}
