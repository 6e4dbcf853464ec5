package config_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/pkg/config"
	"github.com/hullcheck/hullcheck/pkg/finding"
)

var today = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func parse(t *testing.T, text string) *config.Config {
	t.Helper()
	c, err := config.Parse("c.yaml", []byte("version: 1\n"+text))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

const exceptions = `exceptions:
  - {rule: "*/read-only-root-filesystem", expires: 2026-11-22, reason: first}
  - {rule: workload/*, expires: 2026-11-23, reason: second}
  - {rule: workload/read-only-root-filesystem, reason: third}
  - {rule: workload/privileged, expires: 2026-01-01, reason: gone, owner: team-a}
  - {rule: workload/drop-all-capabilities, expires: 2027-01-01, reason: unused}
`

func TestLedger(t *testing.T) {
	l := config.NewLedger(parse(t, exceptions), today)
	got, ok := l.Except(candidate())
	want := finding.Excepted{
		Finding: candidate().Finding, Reason: "second", Expires: "2026-11-23", Source: "config",
	}
	if diff := cmp.Diff(want, got); !ok || diff != "" {
		t.Errorf("%v (-want +got):\n%s", ok, diff)
	}
	other := candidate()
	other.Finding.Rule = "image/user-root"
	if got, ok := l.Except(other); ok {
		t.Errorf("excepted by %+v", got)
	}
	golden(t, "testdata/warnings.txt", l.Warnings(false).Error()+"\n")
}

func TestLedgerWithoutConfig(t *testing.T) {
	l := config.NewLedger(nil, today)
	if _, ok := l.Except(candidate()); ok || len(l.Warnings(false)) != 0 {
		t.Error("excepted by nothing")
	}
}

func annotated(t *testing.T, l *config.Ledger, annotations map[string]string) (*config.Annotated, config.Problems) {
	t.Helper()
	return l.Annotate(annotations, "", func(key string) finding.Location {
		return finding.Location{File: "a.yaml", Line: 5 + len(key)%3}
	})
}

const key = config.AnnotationPrefix + "workload.read-only-root-filesystem"

func TestAnnotations(t *testing.T) {
	for _, c := range []struct {
		value  string
		want   string
		expiry string
	}{
		{"until=2027-01-01; writes beside itself", "writes beside itself", "2027-01-01"},
		{"writes beside itself", "writes beside itself", ""},
		{"a=b; c ;until=2027-01-01", "a=b; c", "2027-01-01"},
		{"container=cache; owner=team; why", "why", ""},
		{"container=other; why", "", ""},
		{"until=2026-11-22; too late", "", ""},
	} {
		t.Run(c.value, func(t *testing.T) {
			l := config.NewLedger(nil, today)
			who := candidate()
			var ps config.Problems
			if who.Annotated, ps = annotated(t, l, map[string]string{key: c.value, "other": "x"}); ps != nil {
				t.Fatal(ps)
			}
			got, ok := l.Except(who)
			if ok != (c.want != "") || got.Reason != c.want || got.Expires != c.expiry {
				t.Errorf("got %v %+v", ok, got)
			}
			if ok && got.Source != "annotation" {
				t.Errorf("source %s", got.Source)
			}
		})
	}
}

// TestAnnotationsHoldForTheirObjectAlone: two objects of one name, as overlays make them, do not share exceptions.
func TestAnnotationsHoldForTheirObjectAlone(t *testing.T) {
	l := config.NewLedger(nil, today)
	if _, ps := annotated(t, l, map[string]string{key: "why"}); ps != nil {
		t.Fatal(ps)
	}
	if _, ok := l.Except(candidate()); ok {
		t.Error("excepted by another object's annotation")
	}
	if text := l.Warnings(false).Error(); !strings.Contains(text, "matches no finding") {
		t.Errorf("warnings: %s", text)
	}
}

func TestConfigComesBeforeAnnotations(t *testing.T) {
	l := config.NewLedger(parse(t, exceptions), today)
	c := candidate()
	c.Annotated, _ = annotated(t, l, map[string]string{key: "why"})
	if got, _ := l.Except(c); got.Source != "config" {
		t.Errorf("got %+v", got)
	}
	if text := l.Warnings(false).Error(); strings.Contains(text, "a.yaml:5: exception of workload/read-only-root-filesystem matches") {
		t.Errorf("an annotation that matches counts as unused: %s", text)
	}
}

func TestBadAnnotations(t *testing.T) {
	l := config.NewLedger(nil, today)
	_, ps := annotated(t, l, map[string]string{
		key: "until=2027-01-01", config.AnnotationPrefix + "workload.privileged": "until=soon; why",
		config.AnnotationPrefix + "privileged": "why", config.AnnotationPrefix + "a.b": " ; ",
	})
	golden(t, "testdata/annotations.txt", ps.Error()+"\n")
	if len(l.Warnings(false)) != 0 {
		t.Error("a bad annotation excepts something")
	}
}

func TestUnknownRules(t *testing.T) {
	c := parse(t, "severities: {workload/priviledged: low, image/user-root: low}\n"+
		"exceptions: [{rule: image/*, reason: r}, {rule: network/*, reason: r}]\n")
	err := c.Unknown([]string{"workload/privileged", "image/user-root"})
	var ps config.Problems
	if !errors.As(err, &ps) {
		t.Fatal(err)
	}
	want := `c.yaml:2:14: no rule is called "workload/priviledged"
  hint: did you mean workload/privileged?
c.yaml:3:43: no rule is called "network/*"`
	if diff := cmp.Diff(want, err.Error()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if err := c.Unknown([]string{"workload/priviledged", "image/user-root", "network/x"}); err != nil {
		t.Error(err)
	}
}

func TestAnnotationsOfATemplateAreAboutItsPod(t *testing.T) {
	for within, want := range map[string]bool{
		"": true, "/spec/template": true, "/spec/template/spec": true, "/spec/temp": false, "/spec/other": false,
	} {
		l := config.NewLedger(nil, today)
		c := candidate()
		c.Annotated, _ = annotated(t, l, nil)
		more, ps := l.Annotate(map[string]string{key: "until=2027-01-01; why"}, within, func(string) finding.Location {
			return finding.Location{}
		})
		if ps != nil {
			t.Fatal(ps)
		}
		c.Annotated.Join(more)
		if _, ok := l.Except(c); ok != want {
			t.Errorf("within %q: %v", within, ok)
		}
	}
}

func TestAnnotationsNameRulesThatExist(t *testing.T) {
	l := config.NewLedger(nil, today, "workload/privileged", "workload/read-only-root-filesystem")
	_, ps := annotated(t, l, map[string]string{
		key: "until=2027-01-01; why", config.AnnotationPrefix + "workload.priviledged": "until=2027-01-01; why",
	})
	want := `a.yaml:7: annotation hullcheck.dev/except.workload.priviledged: no rule is called "workload/priviledged"
  hint: did you mean workload/privileged?`
	if diff := cmp.Diff(want, ps.Error()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestPart: in a part of the repository the exceptions of the configuration may well match nothing.
func TestPart(t *testing.T) {
	l := config.NewLedger(parse(t, exceptions), today)
	c := candidate()
	c.Annotated, _ = annotated(t, l, map[string]string{config.AnnotationPrefix + "workload.other": "until=2027-01-01; why"})
	l.Except(c)
	all, part := l.Warnings(false).Error(), l.Warnings(true).Error()
	for text, inPart := range map[string]bool{
		"c.yaml:3:5: exception of */read-only-root-filesystem expired": true, // a finding asked for it
		"workload/privileged (team-a) expired":                         false,
		"exception of workload/drop-all-capabilities matches no":       false,
		"exception of workload/other matches no finding":               true, // the object carries it
	} {
		if !strings.Contains(all, text) || strings.Contains(part, text) != inPart {
			t.Errorf("%q: all\n%s\npart\n%s", text, all, part)
		}
	}
}
