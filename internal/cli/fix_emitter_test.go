package cli

import (
	"encoding/json"
	"fmt"
	"strings"
)

// comment is, at times, a comment that can be found again.
func (g *generator) comment() string {
	if g.IntN(6) > 0 {
		return ""
	}
	g.comments++
	return fmt.Sprintf(" # c%d", g.comments)
}

// mapping writes a block mapping.
func (g *generator) mapping(b *strings.Builder, m fields, indent int) {
	for _, f := range m {
		g.between(b, indent)
		b.WriteString(strings.Repeat(" ", indent))
		g.entry(b, f, indent)
	}
}

// between writes what may stand between entries.
func (g *generator) between(b *strings.Builder, indent int) {
	if c := g.comment(); c != "" {
		b.WriteString(strings.Repeat(" ", indent) + c[1:] + "\n")
	}
	if g.IntN(20) == 0 {
		b.WriteString("\n")
	}
}

func (g *generator) entry(b *strings.Builder, f field, indent int) {
	b.WriteString(g.pick(f.key, f.key, f.key, "'"+f.key+"'", "\""+f.key+"\"") + ":")
	anchor, value := "", f.value
	if a, ok := value.(anchored); ok {
		anchor, value = " "+strings.TrimSpace(a.anchor), a.value
	}
	if anchor != "" && value == "" {
		value = fields{}
	}
	if g.inline(value) {
		text := g.flow(value)
		if text != "" {
			text = " " + text
		}
		b.WriteString(anchor + text + g.comment() + "\n")
		return
	}
	b.WriteString(anchor + g.comment() + "\n")
	if m, ok := value.(fields); ok {
		g.mapping(b, m, indent+g.unit)
		return
	}
	g.sequence(b, value.(list), indent+g.dash)
}

// inline tells whether a value is written on the line of its key: scalars are, what is empty, and others at times.
func (g *generator) inline(v any) bool {
	switch v := v.(type) {
	case fields:
		return len(v) == 0 || g.IntN(8) == 0 && flowable(v)
	case list:
		return len(v) == 0 || g.IntN(6) == 0 && flowable(v)
	}
	return true
}

// flowable: block scalars and anchors stay out of flow collections.
func flowable(v any) bool {
	switch v := v.(type) {
	case fields:
		for _, f := range v {
			if !flowable(f.value) {
				return false
			}
		}
	case list:
		for _, e := range v {
			if !flowable(e) {
				return false
			}
		}
	case block, anchored:
		return false
	}
	return true
}

func (g *generator) flow(v any) string {
	var parts []string
	space := g.pick("", "", " ")
	switch v := v.(type) {
	case fields:
		for _, f := range v {
			parts = append(parts, strings.TrimRight(f.key+": "+g.flow(f.value), " "))
		}
		return "{" + space + strings.Join(parts, ", ") + space + "}"
	case list:
		for _, e := range v {
			parts = append(parts, g.flow(e))
		}
		return "[" + space + strings.Join(parts, ", ") + space + "]"
	}
	return v.(string)
}

func (g *generator) sequence(b *strings.Builder, l list, indent int) {
	for _, e := range l {
		g.between(b, indent)
		b.WriteString(strings.Repeat(" ", indent) + "- ")
		switch e := e.(type) {
		case block:
			b.WriteString("|" + g.pick("", "-", "+") + "\n")
			for line := range strings.SplitSeq(string(e), "\n") {
				b.WriteString(strings.TrimRight(strings.Repeat(" ", indent+2)+line, " ") + "\n")
			}
		case fields:
			if g.inline(e) {
				b.WriteString(g.flow(e) + g.comment() + "\n")
				continue
			}
			g.entry(b, e[0], indent+2)
			g.mapping(b, e[1:], indent+2)
		default:
			b.WriteString(g.flow(e) + g.comment() + "\n")
		}
	}
}

// json writes the same as JSON: on one line, or on many with tabs.
func (g *generator) json(m fields) string {
	v := plain(m)
	var out []byte
	if g.IntN(2) == 0 {
		out, _ = json.Marshal(v)
	} else {
		out, _ = json.MarshalIndent(v, "", g.pick("\t", "  "))
	}
	return string(out)
}

func plain(v any) any {
	switch v := v.(type) {
	case fields:
		m := map[string]any{}
		for _, f := range v {
			m[f.key] = plain(f.value)
		}
		return m
	case list:
		var l []any
		for _, e := range v {
			l = append(l, plain(e))
		}
		return l
	case anchored:
		return plain(v.value)
	case block:
		return string(v)
	}
	switch s := strings.Trim(v.(string), "'\""); s {
	case "true", "yes":
		return true
	case "false", "no", "off":
		return false
	case "", "~", "*sc":
		return nil
	case "0", "3", "1000", "10001", "2000", "8080":
		return json.Number(s)
	default:
		return s
	}
}
