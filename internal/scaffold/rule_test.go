package scaffold

import (
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	for id, want := range map[string]string{
		"acme/team-label": "acme.team_label", "acme_shop/team_label": "acme_shop.team_label", "a/b2": "a.b2",
	} {
		r, err := Parse(id)
		if err != nil || r.Package() != want {
			t.Errorf("%s: %s, %v", id, r.Package(), err)
		}
	}
	for _, id := range []string{"", "acme", "acme/", "/x", "acme/a/b", "Acme/x", "acme/2x", "acme/x--y", "acme/-x", "../x", "lib/x", "buildkit/x"} {
		if r, err := Parse(id); err == nil {
			t.Errorf("%q: %+v", id, r)
		}
	}
}

// A folder that is there is left alone, whatever it holds.
func TestWriteOverwritesNothing(t *testing.T) {
	dir := t.TempDir()
	r := Rule{Category: "acme", Name: "x", Input: "object"}
	files, err := r.Write(dir)
	if err != nil || len(files) < 5 {
		t.Fatalf("%q, %v", files, err)
	}
	if again, err := r.Write(dir); err == nil || len(again) > 0 || !strings.Contains(err.Error(), "is already there") {
		t.Errorf("%q, %v", again, err)
	}
}
