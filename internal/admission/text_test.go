package admission

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestClip(t *testing.T) {
	for in, want := range map[string]string{
		"":                         "",
		"short":                    "short",
		"ten-runes!":               "ten-runes!",
		"eleven rune":              "eleven ru…",
		"a\nb\tc\x00":              "a b c ",
		"\xff\xfe":                 "  ",
		strings.Repeat("ü", 10):    strings.Repeat("ü", 10),
		strings.Repeat("ü", 1<<16): strings.Repeat("ü", 9) + "…",
	} {
		if got := clip(in, 10); got != want {
			t.Errorf("%.20q: %q, want %q", in, got, want)
		}
	}
}

// TestWarningsFit: whatever is warned of, the API server passes it on.
func TestWarningsFit(t *testing.T) {
	var w warnings
	for i := range 100 {
		w.add(fmt.Sprintf("%d %s", i%60, strings.Repeat("ü", i*7)))
	}
	total := 0
	for _, l := range w.all() {
		n := utf8.RuneCountInString(l)
		if total += n; n > 256 {
			t.Errorf("%d runes: %s", n, l)
		}
	}
	if total > 4096 {
		t.Errorf("%d runes together", total)
	}
	all := w.all()
	if last := all[len(all)-1]; !strings.HasPrefix(last, "and ") || !strings.HasSuffix(last, " more warnings of hullcheck") {
		t.Errorf("the rest is not counted: %s", last)
	}
}

func TestWarningsAreSaidOnce(t *testing.T) {
	var w warnings
	w.add("a")
	w.add("a")
	if got := w.all(); len(got) != 1 {
		t.Errorf("%q", got)
	}
}
