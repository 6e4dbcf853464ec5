package dockeredit

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Steps that follow each other come to changes of the original, with the steps that each comes from.
func TestPieces(t *testing.T) {
	const text = "one two three"
	tests := map[string]struct {
		steps [][]change
		want  []string
	}{
		"nothing": {nil, nil},
		"apart": {
			[][]change{{{0, 3, "1"}}, {{6, 11, "3"}}},
			[]string{`0-3 "1" [0]`, `8-13 "3" [1]`},
		},
		"in what another wrote": {
			[][]change{{{4, 7, "2, 2"}}, {{5, 6, ";"}}},
			[]string{`4-7 "2; 2" [0 1 0]`},
		},
		"over what another wrote": {
			[][]change{{{4, 4, "half "}}, {{2, 8, ""}}},
			[]string{`2-4 " " [1 0]`},
		},
		"at one place": {
			[][]change{{{4, 4, "a "}}, {{6, 6, "b "}}},
			[]string{`4-4 "a b " [0 1]`},
		},
		"two at one place in one step": {
			[][]change{{{13, 13, "!"}, {13, 13, "?"}}},
			[]string{`13-13 "!?" [0 0]`},
		},
		"deleted": {[][]change{{{0, 4, ""}}}, []string{`0-4 "" [0]`}},
	}
	for name, tt := range tests {
		ps, now := piecesOf([]byte(text)), []byte(text)
		for i, c := range tt.steps {
			ps, now = ps.with(i, c), apply(now, c)
		}
		var got []string
		for _, g := range ps.changes(len(text)) {
			got = append(got, fmt.Sprintf("%d-%d %q %v", g.start, g.end, g.text, g.steps))
		}
		if d := cmp.Diff(tt.want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
		if whole := applied(text, ps); whole != string(now) {
			t.Errorf("%s: the changes make %q, the steps %q", name, whole, now)
		}
	}
}

func applied(text string, ps pieces) string {
	var all []change
	for _, g := range ps.changes(len(text)) {
		all = append(all, g.change)
	}
	return string(apply([]byte(text), all))
}

// Whatever the steps are, their changes make the same file of the original.
func TestPiecesAreTheSteps(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		text := "0123456789"[:r.IntN(11)]
		now, ps := []byte(text), piecesOf([]byte(text))
		for i := range r.IntN(5) {
			start := r.IntN(len(now) + 1)
			c := []change{{start, start + r.IntN(len(now)-start+1), "abcdef"[:r.IntN(4)]}}
			now, ps = apply(now, c), ps.with(i, c)
		}
		if got := applied(text, ps); got != string(now) {
			t.Fatalf("%q: the changes make %q, the steps %q", text, got, now)
		}
	}
}
