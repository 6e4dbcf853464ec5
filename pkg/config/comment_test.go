package config_test

import (
	"strings"
	"testing"
	"time"

	"github.com/hullcheck/hullcheck/pkg/config"
	"github.com/hullcheck/hullcheck/pkg/finding"
)

func lines(first, last int) finding.Location {
	return finding.Location{File: "Dockerfile", Line: first, EndLine: last}
}

func on(rule string, at finding.Location) config.Candidate {
	return config.Candidate{Finding: finding.Finding{Rule: rule, Location: at}}
}

// A comment is about its rules and the lines of the instruction below it.
func TestCommentExceptsItsInstruction(t *testing.T) {
	l := config.NewLedger(nil, time.Now())
	found, problems := l.Comments([]config.Comment{
		{Rules: []string{"image/user-root", "buildkit/*"}, Reason: "a device plugin", At: lines(2, 2), Covers: lines(3, 5)},
		{Rules: []string{"dockerfile/setuid-added"}, At: lines(8, 8), Covers: lines(9, 9)},
	})
	if len(problems) != 1 || problems[0].At.Line != 8 || !strings.Contains(problems[0].Message, "reason is missing") {
		t.Errorf("problems %v", problems)
	}
	tests := []struct {
		rule string
		at   finding.Location
		want bool
	}{
		{"image/user-root", lines(3, 3), true},
		{"image/user-root", lines(5, 5), true},
		{"image/user-root", lines(1, 9), true},
		{"image/user-root", lines(6, 6), false},
		{"image/user-root", lines(2, 2), false},
		{"image/user-root", finding.Location{File: "other/Dockerfile", Line: 3, EndLine: 3}, false},
		{"image/user-root", finding.Location{Source: "oci:img"}, false},
		{"image/user-invalid", lines(3, 3), false},
		{"buildkit/StageNameCasing", lines(4, 4), true},
		{"dockerfile/setuid-added", lines(9, 9), false},
	}
	for _, tt := range tests {
		c := on(tt.rule, tt.at)
		c.Annotated = found
		e, ok := l.Except(c)
		if ok != tt.want || ok && (e.Source != "comment" || e.Reason != "a device plugin") {
			t.Errorf("%s at %+v: %v %+v", tt.rule, tt.at, ok, e)
		}
		if _, ok := l.Except(on(tt.rule, tt.at)); ok {
			t.Errorf("%s of another file is excepted", tt.rule)
		}
	}
	if w := l.Warnings(false); len(w) != 0 {
		t.Errorf("warnings %v", w)
	}
}

func TestUnusedCommentIsNamed(t *testing.T) {
	l := config.NewLedger(nil, time.Now())
	l.Comments([]config.Comment{{Rules: []string{"image/user-root"}, Reason: "x", At: lines(2, 2), Covers: lines(3, 3)}})
	w := l.Warnings(false)
	if len(w) != 1 || w[0].At.Line != 2 || w[0].Message != "exception of image/user-root matches no finding" {
		t.Errorf("warnings %v", w)
	}
}

func TestCommentsNameRulesThatExist(t *testing.T) {
	l := config.NewLedger(nil, time.Now(), "image/user-root", "buildkit/StageNameCasing")
	_, ps := l.Comments([]config.Comment{{
		Rules: []string{"image/user-rot", "buildkit/*"}, Reason: "x", At: lines(2, 2), Covers: lines(3, 3),
	}})
	if len(ps) != 1 || ps[0].Message != `comment: no rule is called "image/user-rot"` || ps[0].Hint != "did you mean image/user-root?" {
		t.Errorf("problems %v", ps)
	}
}
