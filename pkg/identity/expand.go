package identity

import (
	"strings"
	"unicode/utf8"
)

// expand replaces $(NAME) as the kubelet does (k8s.io/kubernetes third_party/forked/golang/expansion): $$ is a literal $,
// which also keeps a reference as it stands; a reference that has no value stays as written, and so does one that does
// not end. lookup gives the value, or why it is not known; the first such reason is returned.
func expand(input string, lookup func(name string) (value string, ok bool, unknown string)) (string, string) {
	var out strings.Builder
	var missing string
	lastClose := strings.LastIndexByte(input, ')')
	for i := 0; i < len(input); i++ {
		if out.Len() > maxArgument {
			return "", "expanded, it is longer than an argument can be"
		}
		if input[i] != '$' || i+1 == len(input) {
			out.WriteByte(input[i])
			continue
		}
		text, isName, used := reference(input[i+1:], i < lastClose)
		i += used
		if !isName {
			out.WriteString(text)
			continue
		}
		value, ok, why := lookup(text)
		if why != "" && missing == "" {
			missing = why
		}
		if ok {
			out.WriteString(value)
		} else {
			out.WriteString("$(" + text + ")")
		}
	}
	return out.String(), missing
}

// maxArgument is MAX_ARG_STRLEN of include/uapi/linux/binfmts.h: execve takes no longer string. It also keeps variables
// that double each other from growing without end.
const maxArgument = 128 << 10

// reference reads what stands behind a $: a name, or text to be copied; used counts the bytes behind the $. ends tells
// whether a ) follows at all.
func reference(rest string, ends bool) (text string, isName bool, used int) {
	switch {
	case rest[0] == '$':
		return "$", false, 1
	case rest[0] == '(' && ends:
		end := strings.IndexByte(rest, ')')
		return rest[1:end], true, end + 1
	case rest[0] == '(':
		return "$(", false, 1
	}
	r, size := utf8.DecodeRuneInString(rest)
	return "$" + string(r), false, size
}
