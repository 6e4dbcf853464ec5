package differential

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// words are what user strings, names and ids are made of: few, so that they meet.
var words = []string{
	"app", "root", "grp", "0", "1000", "+1000", "01000", "77", "-1", "-5", "2147483648", "4294967296", "99999999999999999999",
	"", " ", "#", "1_000", "x", "1234", "a,b", "ü", "\t", "\r", "0x10",
}

func pick(r *rand.Rand) string { return words[r.IntN(len(words))] }

// userSpec is mostly one word, or two with a colon.
func userSpec(r *rand.Rand) string {
	parts := []string{pick(r)}
	for r.IntN(3) == 0 {
		parts = append(parts, pick(r))
	}
	return strings.Join(parts, ":")
}

// lines are of up to fields fields, most of which are words.
func lines(r *rand.Rand, fields int) string {
	var b strings.Builder
	for range r.IntN(6) {
		n := 1 + r.IntN(fields)
		for i := range n {
			if i > 0 {
				b.WriteByte(':')
			}
			b.WriteString(pick(r))
			if i == 3 && r.IntN(2) == 0 {
				b.WriteString("," + pick(r))
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// generated calls try with as many random inputs as the test has time for: fewer with -short.
func generated(t *testing.T, try func(t *testing.T, r *rand.Rand, a accounts)) {
	t.Helper()
	n := 4_000
	if testing.Short() {
		n = 500
	}
	r := rand.New(rand.NewPCG(20, 26)) //nolint:gosec // repeatable, not secret
	for i := range n {
		passwd, group := lines(r, 8), lines(r, 5)
		a := accounts{passwd: &passwd, group: &group}
		switch r.IntN(10) {
		case 0:
			a.passwd = nil
		case 1:
			a.group = nil
		}
		try(t, r, a)
		if t.Failed() {
			t.Fatalf("at input %d: passwd %q group %q", i, passwd, group)
		}
	}
}

func TestDirectUserGenerated(t *testing.T) {
	generated(t, func(t *testing.T, r *rand.Rand, a accounts) { compareDirect(t, a, userSpec(r)) })
}

func TestKubernetesUserGenerated(t *testing.T) {
	generated(t, func(t *testing.T, r *rand.Rand, a accounts) {
		runAsUser, runAsGroup := int64(-1), int64(-1)
		if r.IntN(3) == 0 {
			runAsUser = []int64{0, 77, 1000, 1234, 1<<31 - 1}[r.IntN(5)]
		}
		if r.IntN(4) == 0 {
			runAsGroup = []int64{0, 1000, 3000}[r.IntN(3)]
		}
		compareKubernetes(t, a, userSpec(r), runAsUser, runAsGroup)
	})
}
