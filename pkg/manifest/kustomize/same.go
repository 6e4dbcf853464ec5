package kustomize

import (
	"encoding/json"
	"fmt"
	"strconv"
)

// same compares values that different readers made: numbers may be of different types.
func same(a, b any) bool {
	switch x := a.(type) {
	case map[string]any:
		y, ok := b.(map[string]any)
		if !ok || len(x) != len(y) {
			return false
		}
		for k, v := range x {
			if w, has := y[k]; !has || !same(v, w) {
				return false
			}
		}
		return true
	case []any:
		y, ok := b.([]any)
		if !ok || len(x) != len(y) {
			return false
		}
		for i := range x {
			if !same(x[i], y[i]) {
				return false
			}
		}
		return true
	}
	return scalar(a) == scalar(b)
}

func scalar(v any) any {
	switch n := v.(type) {
	case int64:
		return strconv.FormatInt(n, 10)
	case float64:
		return strconv.FormatFloat(n, 'g', -1, 64)
	case json.Number:
		return n.String()
	case map[string]any, []any:
		return fmt.Sprintf("%p", v) // equal to no scalar
	case string:
		return "s" + n
	}
	return v
}
