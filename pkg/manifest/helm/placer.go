package helm

import (
	"strings"
	"unicode/utf8"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// placer says where the fields of an object stand in the templates that rendered it.
type placer struct {
	past     *past
	template int
	built    func(path string) finding.Location
}

// Locate gives the line of the template that wrote a field.
func (p *placer) Locate(path string) finding.Location {
	return p.past.at(p.template, p.built(path))
}

// Origins names the template that renders the object, where its text is from another one, and the value that an action
// on the line writes.
func (p *placer) Origins(path string) []finding.Related {
	at := p.Locate(path)
	out := []finding.Related{}
	if t := p.past.first.templates[p.template]; t.shown != at.File {
		out = append(out, finding.Related{
			Message: "this template renders the object", Location: p.past.at(p.template, p.built("")),
		})
	}
	if value, ok := p.past.job.value(at, path); ok {
		out = append(out, finding.Related{Message: "the value is written here", Location: value})
	}
	return out
}

// writes tells whether a line of a template, with its actions giving anything, can be what gave a line, and begins with
// text of its own: the key of the field, or the dash of a list.
func writes(source, text string) bool {
	rest := strings.TrimSpace(text)
	var pieces []string
	tokens := lex(strings.TrimSpace(source))
	for _, t := range tokens {
		if !t.action {
			pieces = append(pieces, strings.TrimSpace(source)[t.start:t.end])
		}
	}
	if len(tokens) == 0 || tokens[0].action || rest == "" {
		return false
	}
	for i, piece := range pieces {
		piece = strings.TrimSpace(piece)
		at := strings.Index(rest, piece)
		if at < 0 || i == 0 && at > 0 {
			return false
		}
		rest = rest[at+len(piece):]
	}
	return len(tokens) > len(pieces) || strings.TrimSpace(rest) == ""
}

// location is a line of a file. Its columns are those of the built text, where the line has the same, else all that the
// line says.
func location(file string, line int, source, text string, built finding.Location, exact bool) finding.Location {
	out := finding.Location{
		File: file, Line: line, EndLine: line, Snippet: source, Precision: finding.PrecisionResource,
	}
	if exact {
		out.Precision = finding.PrecisionExact
	}
	trimmed := strings.TrimSpace(source)
	start := strings.Index(source, trimmed)
	if part := runes(text, built.Column, built.EndColumn); exact && built.EndLine == built.Line && part != "" {
		if at := strings.Index(source, part); at >= 0 {
			start, trimmed = at, part
		}
	}
	out.Column = utf8.RuneCountInString(source[:start]) + 1
	out.EndColumn = out.Column + utf8.RuneCountInString(trimmed)
	return out
}

// runes gives the runes of a line from one column up to another one, counted from 1.
func runes(line string, from, to int) string {
	r := []rune(line)
	if from < 1 || to <= from || to-1 > len(r) {
		return ""
	}
	return string(r[from-1 : to-1])
}
