package config

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/agnivade/levenshtein"
)

// nameOf is a path as messages name it: "exceptions[0].reason", "the file" for all of it.
func nameOf(path []string) string {
	if len(path) == 0 {
		return "the file"
	}
	var b strings.Builder
	for i, step := range path {
		switch _, err := strconv.Atoi(step); {
		case err == nil && i > 0:
			b.WriteString("[" + step + "]")
		case i > 0:
			b.WriteString("." + step)
		default:
			b.WriteString(step)
		}
	}
	return b.String()
}

// inside is the prefix of messages about a key of what the path leads to.
func inside(path []string) string {
	if len(path) == 0 {
		return ""
	}
	return nameOf(path) + ": "
}

var typeNames = map[string]string{
	"string": "text", "boolean": "true or false", "integer": "a whole number", "number": "a number",
	"array": "a list", "object": "a map", "null": "empty",
}

func typeWords(types []string) string {
	words := make([]string, len(types))
	for i, t := range types {
		words[i] = typeNames[t]
	}
	return strings.Join(words, " or ")
}

// scalar is a value as a message repeats it, with a space before; what is longer than a line is left out.
func scalar(v any) string {
	switch v := v.(type) {
	case string:
		if len(v) <= 80 {
			return fmt.Sprintf(" %q", v)
		}
	case bool, json.Number:
		return fmt.Sprintf(" %v", v)
	}
	return ""
}

// texts are the values of an enumeration that are text; the others are spellings of one of them.
func texts(values []any) []string {
	var out []string
	for _, v := range values {
		if s, ok := v.(string); ok {
			out = append(out, s)
		}
	}
	return out
}

func anyOf(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " or " + names[len(names)-1]
}

// didYouMean is advice on a mistyped name, "" where none is near: at most a third of the letters may be wrong.
func didYouMean(typed string, names []string) string {
	best, distance := "", max(len([]rune(typed))/3, 2)+1
	for _, n := range names {
		if d := levenshtein.ComputeDistance(strings.ToLower(typed), n); d < distance && d < len(n) {
			best, distance = n, d
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf("did you mean %s?", best)
}

// ownDescription is what a schema says of the values that it describes, with an example.
func ownDescription(schema map[string]any) string {
	text, _ := schema["description"].(string)
	examples, _ := schema["examples"].([]any)
	for _, e := range examples {
		switch e.(type) {
		case string, json.Number:
			return fmt.Sprintf("%s For example: %v", text, e)
		}
	}
	return text
}

// description is what a schema says of one of its keys.
func description(schema map[string]any, key string) string {
	properties, _ := schema["properties"].(map[string]any)
	property, _ := properties[key].(map[string]any)
	return ownDescription(property)
}
