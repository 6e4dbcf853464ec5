package fix

import (
	"strconv"
	"strings"
)

var unescape = strings.NewReplacer("~1", "/", "~0", "~")

// valueAt gives the value at a JSON pointer, nil where there is none.
func valueAt(v any, pointer string) any {
	for step := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		switch in := v.(type) {
		case map[string]any:
			v = in[unescape.Replace(step)]
		case []any:
			i, err := strconv.Atoi(step)
			if err != nil || i < 0 || i >= len(in) {
				return nil
			}
			v = in[i]
		default:
			return nil
		}
	}
	return v
}

// last is the last name of a JSON pointer.
func last(pointer string) string {
	return unescape.Replace(pointer[strings.LastIndexByte(pointer, '/')+1:])
}
