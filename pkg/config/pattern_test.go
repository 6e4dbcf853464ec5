package config

import "testing"

func TestMatches(t *testing.T) {
	for _, c := range []struct {
		pattern, s string
		want       bool
	}{
		{"", "", true},
		{"", "a", false},
		{"a", "a", true},
		{"a", "ab", false},
		{"*", "", true},
		{"*", "a/b", true},
		{"a*", "a", true},
		{"a*", "ba", false},
		{"*a", "ba", true},
		{"*a", "ab", false},
		{"a*a", "a", false},
		{"a*a", "aa", true},
		{"a*b*c", "axbxc", true},
		{"a*b*c", "acb", false},
		{"a*b*bc", "abc", false},
		{"a*b*b*c", "abbc", true},
		{"**", "x", true},
		{"a.c", "abc", false},
		{"[ab]", "a", false},
	} {
		if got := matches(c.pattern, c.s); got != c.want {
			t.Errorf("matches(%q, %q) = %v", c.pattern, c.s, got)
		}
	}
}
