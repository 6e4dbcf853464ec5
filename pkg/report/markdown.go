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

// MinSummary is the room that a job summary needs at least.
const MinSummary = 2000

// writeMarkdown prints a comment for a pull request.
func writeMarkdown(w io.Writer, r *finding.Report, o Options) error {
	_, err := io.WriteString(w, markdown(r, o, markdownLimit))
	return err
}

// WriteSummary prints a job summary of at most room bytes: what markdown is, with more room. With less than MinSummary it
// is an error.
func WriteSummary(w io.Writer, r *finding.Report, o Options, room int) error {
	if room < MinSummary {
		return fmt.Errorf("write job summary: only %d bytes are left for it", max(room, 0))
	}
	if _, err := io.WriteString(w, markdown(normal(r), o, room)); err != nil {
		return fmt.Errorf("write job summary: %w", err)
	}
	return nil
}

// markdown is the counts, the findings by object with their source lines, and what was not judged, in at most limit bytes.
// What does not fit is counted.
//
// Text that comes from input stands in code only, where it is neither markup nor a link nor the mention of a person.
func markdown(r *finding.Report, o Options, limit int) string {
	const counted = 100 // bytes for the sentence that counts what does not fit
	head := "## hullcheck\n\n**" + escapeMarkdown(verdict(r)) + "**\n"
	tail := markdownDetails(r, o, limit/4)
	var body strings.Builder
	left, cut := 0, false
	for _, part := range markdownParts(r, limit/4) {
		if cut || len(head)+body.Len()+len(part.text)+len(tail)+counted > limit {
			left, cut = left+part.findings, true
			continue
		}
		body.WriteString(part.text)
	}
	if left > 0 {
		fmt.Fprintf(&body, "\n%s not shown here: it would be too long.\n", plural(left, "more finding"))
	}
	return head + body.String() + tail
}

// markdownPart is text that is shown as a whole or not at all.
type markdownPart struct {
	text     string
	findings int
}

func markdownParts(r *finding.Report, most int) []markdownPart {
	var parts []markdownPart
	if t := errorsText(r); t != "" {
		parts = append(parts, markdownPart{text: "\n### Could not be judged\n\n" + fenced(clip(t, most))})
	}
	advice := newAdvisor(r.Rules)
	for _, g := range groups(r.Findings) {
		heading := "\n### " + codeSpan(g.heading) + "\n"
		for _, f := range g.findings {
			parts = append(parts, markdownPart{heading + markdownFinding(*f, advice, most), 1})
			heading = ""
		}
	}
	return parts
}

func markdownFinding(f finding.Finding, advice advisor, most int) string {
	title := codeSpan(f.Rule)
	if u := webURI(f.HelpURI); u != "" && !strings.ContainsAny(u, "<>() \n") {
		title = "[" + title + "](<" + u + ">)"
	}
	title = "\n**" + f.Severity.String() + "** " + title
	if f.Subject.Container != "" {
		title += " · container " + codeSpan(f.Subject.Container)
	}
	if at := position(f.Location); at != "" {
		title += " · " + codeSpan(at)
	}
	return title + "\n\n" + fenced(clip(drawing(f, advice.note(f)), most))
}

// markdownDetails is what is read by whoever asks what was judged.
func markdownDetails(r *finding.Report, o Options, most int) string {
	t := &text{page: &page{width: DefaultWidth}, report: r, verbose: o.Verbose}
	t.facts()
	return "\n<details><summary>What was judged, and what was not</summary>\n\n" +
		fenced(clip(t.b.String(), most)) + "\n</details>\n"
}

func errorsText(r *finding.Report) string {
	t := &text{page: &page{width: DefaultWidth}, report: r}
	for _, e := range r.Errors {
		t.error(e)
	}
	return t.b.String()
}

// clip shortens a block that would not leave room for others.
func clip(s string, most int) string {
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
