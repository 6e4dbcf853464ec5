package manifest

import (
	"strconv"
	"strings"
)

// A JSON pointer (RFC 6901) names a field: "" is the whole object, "/spec/containers/0" an element of a list.

var (
	escapePointer   = strings.NewReplacer("~", "~0", "/", "~1")
	unescapePointer = strings.NewReplacer("~1", "/", "~0", "~")
)

func child(pointer, name string) string { return pointer + "/" + escapePointer.Replace(name) }

func element(pointer string, i int) string { return pointer + "/" + strconv.Itoa(i) }

// steps splits a pointer. What does not begin with a slash is taken as if it did.
func steps(pointer string) []string {
	if pointer == "" {
		return nil
	}
	parts := strings.Split(strings.TrimPrefix(pointer, "/"), "/")
	for i, p := range parts {
		parts[i] = unescapePointer.Replace(p)
	}
	return parts
}

// index reads a step as an index of a list of length n.
func index(step string, n int) (int, bool) {
	i, err := strconv.Atoi(step)
	return i, err == nil && i >= 0 && i < n && strconv.Itoa(i) == step
}

// at gives the value at a pointer, nil where there is none.
func at(value any, pointer string) any {
	for _, step := range steps(pointer) {
		switch v := value.(type) {
		case map[string]any:
			value = v[step]
		case []any:
			i, ok := index(step, len(v))
			if !ok {
				return nil
			}
			value = v[i]
		default:
			return nil
		}
	}
	return value
}

// FieldPath writes a pointer as Kubernetes does in its messages: spec.containers[0].image.
func FieldPath(pointer string) string {
	var b strings.Builder
	for _, step := range steps(pointer) {
		switch _, err := strconv.Atoi(step); {
		case err == nil:
			b.WriteString("[" + step + "]")
		case strings.ContainsAny(step, "./[]"):
			b.WriteString("[" + strconv.Quote(step) + "]")
		case b.Len() > 0:
			b.WriteString("." + step)
		default:
			b.WriteString(step)
		}
	}
	return b.String()
}
