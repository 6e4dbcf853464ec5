package report

import (
	"cmp"
	"fmt"
	"strings"
)

// command writes it as a workflow command. A region over several lines has no columns: GitHub refuses them.
func (a annotation) command(b *strings.Builder) {
	at, title := a.at, a.title
	var properties []string
	add := func(name string, value any) {
		properties = append(properties, name+"="+escapeProperty(fmt.Sprint(value)))
	}
	if at.File != "" {
		add("file", at.File)
		if at.Line > 0 {
			add("line", at.Line)
			add("endLine", cmp.Or(at.EndLine, at.Line))
		}
		if at.Column > 0 && cmp.Or(at.EndLine, at.Line) == at.Line {
			add("col", at.Column)
			add("endColumn", max(at.EndColumn, at.Column))
		}
	} else if at.Source != "" {
		title += " in " + at.Source
	}
	add("title", shorten(visible("hullcheck: "+title), githubTitle))
	fmt.Fprintf(b, "::%s %s::%s\n", a.level, strings.Join(properties, ","), escapeData(shorten(a.message, githubMessage)))
}

// shorten is the visible text of s in at most n bytes.
func shorten(s string, n int) string {
	var b strings.Builder
	for i, l := range strings.Split(s, "\n") {
		if i > 0 {
			b.WriteByte('\n')
		}
		for _, c := range cells(l) {
			if b.Len()+len(c.text)+len(ellipsis) > n {
				return b.String() + ellipsis
			}
			b.WriteString(c.text)
		}
	}
	return b.String()
}

// escapeData writes a message so that it stays one command: its own line breaks come back as such.
func escapeData(s string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = strings.ReplaceAll(visible(l), "%", "%25")
	}
	return strings.Join(lines, "%0A")
}

// escapeProperty also keeps a property from beginning another.
func escapeProperty(s string) string {
	return strings.NewReplacer("%", "%25", ":", "%3A", ",", "%2C").Replace(visible(s))
}
