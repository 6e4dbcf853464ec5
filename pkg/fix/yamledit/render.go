package yamledit

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// notation is how values are written within a flow collection.
type notation struct {
	// quoted: keys and strings stand in double quotes, as in JSON.
	quoted bool
	// tight: no space stands behind colon and comma.
	tight bool
}

// bare are strings that are the same in YAML with and without quotes.
var bare = regexp.MustCompile(`^[A-Za-z/][A-Za-z0-9_./-]*$`)

// odd are words that YAML 1.1 takes for something else than a string.
var odd = regexp.MustCompile(`(?i)^(y|yes|n|no|true|false|on|off|null|nan|inf)$`)

func (n notation) scalar(v any) string {
	switch v := v.(type) {
	case bool:
		return strconv.FormatBool(v)
	case int64:
		return strconv.FormatInt(v, 10)
	case string:
		if !n.quoted && bare.MatchString(v) && !odd.MatchString(v) {
			return v
		}
		return quote(v)
	}
	return quote(fmt.Sprint(v))
}

// quote writes a string in double quotes, as both YAML and JSON read it.
func quote(s string) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		return strconv.QuoteToASCII(s)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// inline writes a value on one line.
func (n notation) inline(v any) string {
	comma, colon := ", ", ": "
	if n.tight {
		comma, colon = ",", ":"
	}
	var parts []string
	switch v := v.(type) {
	case Map:
		for _, e := range v {
			parts = append(parts, n.scalar(e.Key)+colon+n.inline(e.Value))
		}
		return "{" + strings.Join(parts, comma) + "}"
	case []any:
		for _, e := range v {
			parts = append(parts, n.inline(e))
		}
		return "[" + strings.Join(parts, comma) + "]"
	}
	return n.scalar(v)
}

// entry writes an entry of a flow mapping.
func (n notation) entry(key string, v any) string {
	return strings.TrimSuffix(strings.TrimPrefix(n.inline(Map{{key, v}}), "{"), "}")
}

// block writes an entry as the lines of a block mapping, the first without its indentation.
func (s style) block(key string, v any, indent int) []string {
	n := notation{}
	key = n.scalar(key) + ":"
	switch v := v.(type) {
	case Map:
		if len(v) > 0 {
			return append([]string{key}, s.entries(v, indent+s.unit, true)...)
		}
	case []any:
		if len(v) > 0 && !scalars(v) {
			lines := []string{key}
			for _, e := range v {
				lines = append(lines, s.item(e, indent+s.dash, true)...)
			}
			return lines
		}
	}
	return []string{key + " " + n.inline(v)}
}

// entries are the lines of a mapping.
func (s style) entries(m Map, indent int, indentFirst bool) []string {
	var lines []string
	for _, e := range m {
		for j, l := range s.block(e.Key, e.Value, indent) {
			if j == 0 && (indentFirst || len(lines) > 0) {
				l = strings.Repeat(" ", indent) + l
			}
			lines = append(lines, l)
		}
	}
	return lines
}

// item are the lines of an element of a block sequence whose dash stands at indent.
func (s style) item(v any, indent int, indentFirst bool) []string {
	var lines []string
	if m, ok := v.(Map); ok && len(m) > 0 {
		lines = s.entries(m, indent+2, false)
		lines[0] = "- " + lines[0]
	} else {
		lines = []string{"- " + notation{}.inline(v)}
	}
	if indentFirst {
		lines[0] = strings.Repeat(" ", indent) + lines[0]
	}
	return lines
}

func scalars(l []any) bool {
	for _, v := range l {
		switch v.(type) {
		case Map, []any:
			return false
		}
	}
	return true
}

// Render writes a mapping as a document of its own.
func Render(m Map) string {
	return strings.Join(style{unit: 2, dash: 2}.entries(m, 0, true), "\n") + "\n"
}
