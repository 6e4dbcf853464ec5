package report

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

func TestVisible(t *testing.T) {
	for in, want := range map[string]string{
		"plain":          "plain",
		"報告 ok":          "報告 ok",
		"\x1b[2J":        `\x1b[2J`,
		"a\nb\r":         `a\nb\r`,
		"\u009b2J":       `\u009b2J`,
		"\u202eevil":     `\u202eevil`,
		"zero\u200bspan": `zero\u200bspan`,
		"no\u00a0break":  `no\u00a0break`,
		"\xff\xc3":       `\xff\xc3`,
		"\tx":            "    x",
		"\x7f\x00":       `\x7f\x00`,
		"\U000e0041":     `\U000e0041`,
	} {
		if got := visible(in); got != want {
			t.Errorf("visible(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestColumns(t *testing.T) {
	for in, want := range map[string]int{
		"": 0, "abc": 3, "報告": 4, "e\u0301": 1, "ｱ": 1, "Ａ": 2, "\t": 4, "\x1b": 4, "❤\ufe0f": 2, "🚀": 2,
	} {
		if got := columns(cells(in)); got != want {
			t.Errorf("columns(%q) = %d, want %d", in, got, want)
		}
	}
}

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		text  string
		width int
		want  []string
	}{
		{"", 10, []string{""}},
		{"ten letters", 11, []string{"ten letters"}},
		{"ten letters", 10, []string{"ten", "letters"}},
		{"one two three", 8, []string{"one two", "three"}},
		{`USER "  1000" is odd`, 13, []string{`USER "  1000"`, "is odd"}},
		{"sha256:0123456789", 7, []string{"sha256:", "0123456", "789"}},
		{"報告報告", 5, []string{"報告", "報告"}},
		{"報", 1, []string{"報"}},
		{"a b c", 1, []string{"a", "b", "c"}},
		{"exactly eight", 7, []string{"exactly", "eight"}},
	} {
		if diff := cmp.Diff(c.want, wrap(c.text, c.width)); diff != "" {
			t.Errorf("wrap(%q, %d) (-want +got):\n%s", c.text, c.width, diff)
		}
	}
}

func TestCut(t *testing.T) {
	long := strings.Repeat("0123456789", 10)
	for _, c := range []struct {
		name  string
		at    finding.Location
		width int
		want  excerpt
	}{
		{"whole line", span1("image: api", 8, 11), 40, excerpt{"image: api", 7, 3}},
		{"trailing space goes", span1("image: api  \r", 8, 11), 40, excerpt{"image: api", 7, 3}},
		{"no column, no underline", span1("image: api", 0, 0), 40, excerpt{"image: api", 0, 0}},
		{"no end: one column", span1("image: api", 8, 0), 40, excerpt{"image: api", 7, 1}},
		{"behind the end", span1("image:", 7, 7), 40, excerpt{"image:", 6, 1}},
		{"far behind the end", span1("image:", 70, 90), 40, excerpt{"image:", 6, 1}},
		{"wide runes count twice", span1("報告: x", 5, 6), 40, excerpt{"報告: x", 6, 1}},
		{"wide runes underlined", span1("a: 報告", 4, 6), 40, excerpt{"a: 報告", 3, 4}},
		{"tab before", span1("USER\t0", 6, 7), 40, excerpt{"USER    0", 8, 1}},
		{"cut at the end", span1(long, 3, 5), 20, excerpt{long[:18] + "…", 2, 2}},
		{"cut at both sides", span1(long, 51, 54), 20, excerpt{"…" + long[44:62] + "…", 7, 3}},
		{"cut at the start", span1(long, 99, 101), 20, excerpt{"…" + long[82:], 17, 2}},
		{"underline ends at the cut", span1(long, 51, 99), 20, excerpt{"…" + long[44:62] + "…", 7, 12}},
		{"several lines: to the end", finding.Location{
			Line: 1, Column: 3, EndLine: 4, EndColumn: 2, Snippet: "ab: |",
		}, 40, excerpt{"ab: |", 2, 3}},
		{"only the resource is known", finding.Location{
			Line: 1, Column: 1, EndColumn: 4, Precision: finding.PrecisionResource, Snippet: "kind: Pod",
		}, 40, excerpt{"kind: Pod", 0, 0}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := cut(c.at, c.width)
			if diff := cmp.Diff(c.want, got, cmp.AllowUnexported(excerpt{})); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if n := columns(cells(got.text)); n > c.width {
				t.Errorf("%d columns", n)
			}
		})
	}
}

func span1(snippet string, column, end int) finding.Location {
	return finding.Location{Line: 1, Column: column, EndLine: 1, EndColumn: end, Snippet: snippet}
}

// TestCutOfHugeLine: the neighbourhood of the column is the same whether the line goes on for ever or not.
func TestCutOfHugeLine(t *testing.T) {
	line := strings.Repeat(`{"name":"x"},`, 200_000) + `{"privileged":true}` + strings.Repeat(" ", 9) + "]"
	column := strings.Index(line, "true") + 1
	want := cut(span1(line[column-120:], 120, 124), 60)
	got := cut(span1(line, column, column+4), 60)
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(excerpt{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got.text[got.start+len(ellipsis)-1:][:got.length] != "true" {
		t.Errorf("underlined: %+v", got)
	}
}
