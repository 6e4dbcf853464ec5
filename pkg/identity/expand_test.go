package identity

import (
	"strings"
	"testing"
)

// TestExpand has the cases of the kubelet's expansion rules.
func TestExpand(t *testing.T) {
	vars := map[string]string{"A": "a", "B": "b", "EMPTY": "", "$": "odd"}
	lookup := func(name string) (string, bool, string) {
		v, ok := vars[name]
		return v, ok, ""
	}
	for in, want := range map[string]string{
		"$(A)": "a", "x$(A)y": "xay", "$(A)$(B)": "ab", "$(EMPTY)": "", "$(NOPE)": "$(NOPE)",
		"$$(A)": "$(A)", "$$$(A)": "$a", "$$": "$", "$": "$", "a$": "a$", "$A": "$A", "$(A": "$(A", "$(": "$(", "$()": "$()",
		"$(A$(B)": "$(A$(B)", "$((A)": "$((A)", "${A}": "${A}", "$ü": "$ü", "ü$(A)": "üa", "$(A)) $(": "a) $(",
	} {
		if got, why := expand(in, lookup); got != want || why != "" {
			t.Errorf("%q: %q (%s), want %q", in, got, why, want)
		}
	}
}

func TestExpandUnknown(t *testing.T) {
	lookup := func(name string) (string, bool, string) { return "", false, "no " + name }
	if got, why := expand("$(A)-$(B)", lookup); got != "$(A)-$(B)" || why != "no A" {
		t.Errorf("%q %q", got, why)
	}
}

// TestExpandIsBounded: variables that double each other, and references without end, cost little.
func TestExpandIsBounded(t *testing.T) {
	big := strings.Repeat("x", 100<<10)
	_, why := expand("$(A)$(A)$(A)", func(string) (string, bool, string) { return big, true, "" })
	if why == "" {
		t.Error("no end to it")
	}
	in := strings.Repeat("$(", 50_000)
	if got, _ := expand(in, func(string) (string, bool, string) { return "", false, "" }); got != in {
		t.Error("references without end are not kept")
	}
}
