package report_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/joshdk/go-junit"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/report"
)

// ingest reads JUnit as a library that CI tools use does.
func ingest(t *testing.T, out []byte) []junit.Suite {
	t.Helper()
	suites, err := junit.Ingest(out)
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return suites
}

func TestJUnitIsRead(t *testing.T) {
	for _, c := range []struct {
		failOn finding.Severity
		want   junit.Totals
	}{
		{0, junit.Totals{Tests: 25, Passed: 4, Skipped: 12, Failed: 7, Error: 2}},
		{finding.High, junit.Totals{Tests: 25, Passed: 7, Skipped: 12, Failed: 4, Error: 2}},
		{finding.Critical + 1, junit.Totals{Tests: 25, Passed: 11, Skipped: 12, Failed: 0, Error: 2}},
	} {
		var got junit.Totals
		for _, s := range ingest(t, write(t, "junit", sample(), report.Options{FailOn: c.failOn})) {
			got.Tests += s.Totals.Tests
			got.Passed += s.Totals.Passed
			got.Skipped += s.Totals.Skipped
			got.Failed += s.Totals.Failed
			got.Error += s.Totals.Error
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("fail on %d (-want +got):\n%s", c.failOn, diff)
		}
	}
}

func TestJUnitShowsWhatWasJudgedWhereNothingWasFound(t *testing.T) {
	suites := ingest(t, write(t, "junit", clean(), report.Options{}))
	if len(suites) != 1 || suites[0].Totals.Passed != 1 {
		t.Errorf("got %+v", suites)
	}
}

var workflowCommand = regexp.MustCompile(`^::(error|warning|notice) ([^:]*)::(.*)$`)

// commands reads workflow commands as the runner does: the first "::" after the properties ends them, properties are
// split at commas.
func commands(t *testing.T, out []byte) []map[string]string {
	t.Helper()
	lines := strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
	var found []map[string]string
	for _, l := range lines[:len(lines)-1] {
		m := workflowCommand.FindStringSubmatch(l)
		if m == nil {
			t.Fatalf("no command: %q", l)
		}
		c := map[string]string{"level": m[1], "message": unescape(m[3])}
		for _, p := range strings.Split(m[2], ",") {
			name, value, ok := strings.Cut(p, "=")
			if !ok || c[name] != "" {
				t.Fatalf("property %q of %q", p, l)
			}
			c[name] = unescape(value)
		}
		found = append(found, c)
	}
	if last := lines[len(lines)-1]; !strings.HasPrefix(last, "hullcheck: ") {
		t.Fatalf("last line: %q", last)
	}
	return found
}

func unescape(s string) string {
	return strings.NewReplacer("%0A", "\n", "%0D", "\r", "%3A", ":", "%2C", ",", "%25", "%").Replace(s)
}

func TestGitHubCommandsAreRead(t *testing.T) {
	r := sample()
	r.Findings[0].Location.File = "a,b: 50%.yaml"
	r.Findings[0].Message = "100% :: sure\n::error::not a command"
	levels := map[string]int{}
	var odd map[string]string
	for _, c := range commands(t, write(t, "github", r, report.Options{})) {
		levels[c["level"]]++
		if c["file"] == "a,b: 50%.yaml" {
			odd = c
		}
	}
	if diff := cmp.Diff(map[string]int{"error": 6, "warning": 2, "notice": 4}, levels); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if odd == nil || !strings.Contains(odd["message"], "100% :: sure\n::error::not a command\n") || odd["line"] != "35" {
		t.Errorf("got %q", odd)
	}
}

func TestGitLabIssuesAreComplete(t *testing.T) {
	r := sample()
	r.Findings = append(r.Findings, r.Findings...)
	seen := map[string]bool{}
	issues := instance(t, write(t, "gitlab", r, report.Options{})).([]any)
	if len(issues) != 2*len(sample().Findings)+2 {
		t.Errorf("%d issues", len(issues))
	}
	for _, v := range issues {
		issue := v.(map[string]any)
		at := issue["location"].(map[string]any)
		key := issue["fingerprint"].(string)
		if seen[key] {
			t.Errorf("fingerprint %s twice", key)
		}
		seen[key] = true
		begin := fmt.Sprint(at["lines"].(map[string]any)["begin"])
		if issue["description"] == "" || issue["check_name"] == "" || at["path"] == "" || begin == "0" {
			t.Errorf("incomplete: %v", issue)
		}
		switch issue["severity"] {
		case "blocker", "critical", "major", "minor":
		default:
			t.Errorf("severity %v", issue["severity"])
		}
	}
	if got := string(write(t, "gitlab", clean(), report.Options{})); got != "[]\n" {
		t.Errorf("no findings: %s", got)
	}
}

// TestGitHubShowsAllThatItIsGiven: GitHub shows ten annotations of a level and drops the rest, so the tenth counts them.
func TestGitHubShowsAllThatItIsGiven(t *testing.T) {
	for _, n := range []int{9, 10, 11, 250} {
		r := &finding.Report{}
		for i := range n {
			f := readOnly()
			f.Severity = finding.High
			f.Subject.Name = fmt.Sprint("api-", i)
			r.Findings = append(r.Findings, f)
		}
		r.Findings = append(r.Findings, privileged())
		got := commands(t, write(t, "github", r, report.Options{}))
		if len(got) != min(n+1, 10) || !strings.Contains(got[0]["title"], "workload/privileged") {
			t.Errorf("%d findings: %d commands, the first is %v", n+1, len(got), got[0])
		}
		last, left := got[len(got)-1], fmt.Sprintf("workload/read-only-root-filesystem (%d)", n+1-9)
		if said := strings.Contains(last["message"], left) && strings.Contains(last["title"], "more not shown"); said != (n+1 > 10) {
			t.Errorf("%d findings: the last command is %v", n+1, last)
		}
	}
}

// TestGitHubTakesEveryAnnotation: a message or title that is too long would be dropped.
func TestGitHubTakesEveryAnnotation(t *testing.T) {
	r := hostile(strings.Repeat("報\n", 40_000), 1, 1, 2)
	for _, c := range commands(t, write(t, "github", r, report.Options{})) {
		if len(c["message"]) > 64<<10 || len(c["title"]) > 255 || c["message"] == "" {
			t.Errorf("%d bytes of message, %d of title", len(c["message"]), len(c["title"]))
		}
	}
}
