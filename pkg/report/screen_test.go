package report_test

import (
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/report"
)

var colour = regexp.MustCompile("\x1b\\[[0-9;]*m")

// fitsScreen checks what every text report owes a terminal: no line too wide, and nothing but printable runes.
func fitsScreen(t *testing.T, out string, limit int) {
	t.Helper()
	if !utf8.ValidString(out) {
		t.Errorf("not UTF-8: %q", out)
	}
	for _, l := range strings.Split(colour.ReplaceAllString(out, ""), "\n") {
		n := 0
		for _, r := range l {
			switch k := width.LookupRune(r).Kind(); {
			case !unicode.IsPrint(r):
				t.Errorf("%q holds %U", l, r)
			case k == width.EastAsianWide || k == width.EastAsianFullwidth:
				n += 2
			case !unicode.Is(unicode.Mn, r):
				n++
			}
		}
		if n > limit {
			t.Errorf("%d columns of %d: %q", n, limit, l)
		}
		if l != strings.TrimRight(l, " ") {
			t.Errorf("trailing spaces: %q", l)
		}
	}
}

func TestTextFitsEveryWidth(t *testing.T) {
	for w := report.MinWidth; w <= 140; w++ {
		for _, color := range []bool{false, true} {
			o := report.Options{Width: w, Color: color, Verbose: true}
			fitsScreen(t, string(write(t, "text", sample(), o)), w)
		}
	}
	fitsScreen(t, string(write(t, "text", sample(), report.Options{Width: 1})), report.MinWidth)
	fitsScreen(t, string(write(t, "text", sample(), report.Options{})), report.DefaultWidth)
}

func TestTextHasColourOnlyWhenAskedFor(t *testing.T) {
	without := string(write(t, "text", sample(), report.Options{}))
	with := string(write(t, "text", sample(), report.Options{Color: true}))
	if !colour.MatchString(with) {
		t.Error("no colour though asked for")
	}
	if got := colour.ReplaceAllString(with, ""); got != without {
		t.Error("colour changes more than colour")
	}
}

// hostile is a report whose every string is s.
func hostile(s string, line, column, endColumn int) *finding.Report {
	at := finding.Location{
		File: s, Line: line, Column: column, EndLine: line, EndColumn: endColumn, Source: s, Snippet: s,
	}
	f := finding.Finding{
		Rule: s, Severity: finding.High, Message: s, Remediation: s, HelpURI: s, Path: s, Location: at,
		Subject: finding.Subject{Kind: s, Namespace: s, Name: s, Container: s, Image: s, Platforms: []string{s}},
		Related: []finding.Related{{Message: s + "!", Location: at}, {Message: s, Location: finding.Location{Source: s}}},
		Fix:     &finding.Fix{Description: s, Edits: []finding.Edit{{Location: at, NewText: s}}},
	}
	return &finding.Report{
		Tool: finding.Tool{Name: s, Version: s}, Findings: []finding.Finding{f},
		Policy:     finding.Policy{Profile: s, KubernetesVersion: s, Runtime: s},
		Inputs:     []finding.Input{{Source: s, Kind: s, Platform: s, Digest: s, User: &s}},
		Images:     []finding.Image{{Ref: s, Source: s, User: &s}, {Ref: s, Unread: s}},
		Exceptions: []finding.Excepted{{Finding: f, Reason: s, Expires: s, Source: s}},
		NotJudged:  []finding.NotJudged{{Rule: s, Source: s, Reason: s}},
		Skipped:    []finding.Skipped{{File: s, Reason: s}},
		Errors:     []finding.Error{{Source: s, Message: s, Hint: s, Location: &at}, {Source: s, Message: s}},
		Rules:      []finding.Rule{{ID: s, Title: s, Description: s, Help: s, Severity: finding.Low, HelpURI: s}},
	}
}

// FuzzFormats gives hostile strings and places to every format: text must fit its screen, the others must be what their
// readers read, and none may hold a rune that drives a terminal.
func FuzzFormats(f *testing.F) {
	for _, s := range []string{
		"", " ", "plain", "two words", "\x1b]0;title\x07\x1b[2J", "\u009b2J", "\u202egnp.exe", "a\nb\r\nc", "\xff\xfe",
		strings.Repeat("wide 報告 ", 30), strings.Repeat("x", 300), "\t\tUSER\t0", "e\u0301\u0301\u0301", "❤\ufe0f👩\u200d🚀",
		"[a](https://example.com)", "a:b/c d%25é", "\U000e0041", "-",
	} {
		f.Add(s, 3, 2, 7, 80)
	}
	f.Add("short", 1, 99, 3, 40)
	f.Add(strings.Repeat("abc ", 60), 1, 200, 240, 60)
	f.Fuzz(func(t *testing.T, s string, line, column, endColumn, w int) {
		if len(s) > 2000 || w > 1000 {
			t.Skip()
		}
		line, column = max(line%1e6, 0), max(column%1e6, 0)
		r := hostile(s, line, column, endColumn)
		limit := max(w, report.MinWidth)
		if w == 0 {
			limit = report.DefaultWidth
		}
		fitsScreen(t, string(write(t, "text", r, report.Options{Width: w})), limit)
		for _, format := range report.Formats() {
			out := write(t, format, r, report.Options{Containers: hostileContainers(s)})
			switch format {
			case "json", "sarif", "gitlab":
				instance(t, out)
			case "junit":
				ingest(t, out)
			case "github":
				commands(t, out)
			}
			for _, c := range string(out) {
				if c != '\n' && !unicode.IsPrint(c) {
					t.Fatalf("%s holds %U", format, c)
				}
			}
		}
	})
}
