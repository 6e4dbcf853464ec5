package admission

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// clip makes text fit to be repeated: valid, without line breaks and other control characters, and no longer than limit
// runes, the last of which then says that more was there.
func clip(text string, limit int) string {
	var b strings.Builder
	n := 0
	for _, r := range text {
		if n == limit-1 && utf8.RuneCountInString(text) > limit {
			b.WriteRune('…')
			break
		}
		if unicode.IsControl(r) || r == utf8.RuneError {
			r = ' '
		}
		b.WriteRune(r)
		n++
	}
	return b.String()
}

// names joins the different IDs of a list, each once, in their order.
func names[T any](list []T, name func(*T) string) string {
	var out []string
	met := map[string]bool{}
	for i := range list {
		if n := name(&list[i]); !met[n] {
			met[n] = true
			out = append(out, n)
		}
	}
	return strings.Join(out, ", ")
}
