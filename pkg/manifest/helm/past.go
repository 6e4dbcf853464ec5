package helm

import (
	"context"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// past knows which lines of the templates gave the lines of a rendering. The second rendering is made when the first place
// is asked for.
type past struct {
	ctx   context.Context
	job   *job
	first *rendered

	once sync.Once
	// lines are those of each template's text, from 0, each with the lines of templates that had part in it, inner ones
	// first; nil where they are not known.
	lines [][][]origin
}

// origin is a line of a template.
type origin struct{ template, line int }

var mark = regexp.MustCompile(markOpen + `(\d+):(\d+)` + markClose)

func (p *past) trace() {
	p.lines = make([][][]origin, len(p.first.templates))
	second, err := p.job.run(p.ctx, func(i int, source string) string { return guarded(marked(source, i)) })
	if err != nil || len(second.templates) != len(p.first.templates) {
		return
	}
	for i, t := range p.first.templates {
		p.lines[i] = p.match(split(p.first.texts[t.key]), split(second.texts[t.key]))
	}
}

// match reads the marks of a text, if it is the one that was rendered without.
func (p *past) match(plain, marked string) [][]origin {
	want, got := strings.Split(plain, "\n"), strings.Split(marked, "\n")
	if len(want) != len(got) {
		return nil
	}
	out := make([][]origin, len(want))
	for i, line := range got {
		if !alike(want[i], mark.ReplaceAllString(line, "")) {
			return nil
		}
		for _, m := range mark.FindAllStringSubmatch(line, -1) {
			out[i] = append(out[i], p.origins(m[1], m[2])...)
		}
	}
	// A line without mark came from the action whose line has the next one.
	for i := len(out) - 2; i >= 0; i-- {
		if out[i] == nil {
			out[i] = out[i+1]
		}
	}
	return out
}

func (p *past) origins(template, line string) []origin {
	t, err := strconv.Atoi(template)
	n, err2 := strconv.Atoi(line)
	if err != nil || err2 != nil || t >= len(p.first.templates) {
		return nil
	}
	return []origin{{template: t, line: n}}
}

// alike: a line may differ in its value, as that of a checksum over other templates does.
func alike(a, b string) bool {
	if a == b {
		return true
	}
	keyA, _, okA := strings.Cut(a, ":")
	keyB, _, okB := strings.Cut(b, ":")
	return okA && okB && keyA == keyB
}

// at gives the place of a line that a template rendered: the line whose text writes it, else that of the innermost
// action that does.
func (p *past) at(template int, built finding.Location) finding.Location {
	p.once.Do(p.trace)
	text := lineOf(split(p.first.texts[p.first.templates[template].key]), built.Line)
	lines := p.lines[template]
	if built.Line < 1 || built.Line > len(lines) || len(lines[built.Line-1]) == 0 {
		return p.search(template, text, built)
	}
	origins := lines[built.Line-1]
	for _, o := range origins {
		if t := p.first.templates[o.template]; writes(lineOf(t.source, o.line), text) {
			return location(t.shown, o.line, lineOf(t.source, o.line), text, built, true)
		}
	}
	o := origins[0]
	t := p.first.templates[o.template]
	return location(t.shown, o.line, lineOf(t.source, o.line), text, built, false)
}

// search looks for the only line of a template that could have given a line, else for its kind.
func (p *past) search(template int, text string, built finding.Location) finding.Location {
	t := p.first.templates[template]
	found, kind := 0, 1
	for i, source := range strings.Split(t.source, "\n") {
		if kind == 1 && strings.HasPrefix(strings.TrimSpace(source), "kind:") {
			kind = i + 1
		}
		if text != "" && writes(source, text) {
			if found > 0 {
				found = -1
				break
			}
			found = i + 1
		}
	}
	if found > 0 {
		return location(t.shown, found, lineOf(t.source, found), text, built, true)
	}
	return location(t.shown, kind, lineOf(t.source, kind), "", built, false)
}

// places tells whether an error was already placed in a template by the object's Placer.
func (p *past) places(e *manifest.Error) bool {
	for _, t := range p.first.templates {
		if t.shown == e.File && e.Snippet != "" && lineOf(t.source, e.Line) == e.Snippet {
			return true
		}
	}
	return false
}

// faultOf moves an error in the text that a template rendered to the template.
func (p *past) faultOf(template int, e *manifest.Error) *manifest.Error {
	moved := *e
	at := p.at(template, e.Location())
	moved.File, moved.Line, moved.Column, moved.Snippet = at.File, at.Line, at.Column, at.Snippet
	moved.Message += " (in what the template renders: " + strings.TrimSpace(e.Snippet) + ")"
	return &moved
}
