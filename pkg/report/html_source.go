package report

import (
	"cmp"
	"slices"
	"strings"
)

// htmlFile is the excerpt of one file; Name is "" for the file of the finding itself.
type htmlFile struct {
	Name  string
	Lines []htmlLine
}

type htmlLine struct {
	Number int
	Parts  []htmlPart
	Labels []htmlLabel
}

// htmlPart is a run of a line's text. Class is "", or how it is marked.
type htmlPart struct{ Text, Class string }

type htmlLabel struct{ Text, Class string }

// htmlColumns is where a source line is cut: lines of generated files have no end.
const htmlColumns = 240

// htmlSource draws places as canvas does, each line once.
func htmlSource(own string, places []place) []htmlFile {
	var out []htmlFile
	var marks []excerpt
	var classes []string
	current, number, shown := own, 0, ""
	flush := func() {
		if number > 0 {
			lines := out[len(out)-1].Lines
			lines[len(lines)-1].Parts = htmlParts(shown, marks, classes)
		}
		marks, classes, number, shown = nil, nil, 0, ""
	}
	for _, pl := range places {
		if pl.at.File != current || len(out) == 0 {
			flush()
			f := htmlFile{}
			if pl.at.File != own {
				f.Name = visible(pl.at.File)
			}
			out, current = append(out, f), pl.at.File
		}
		last := &out[len(out)-1]
		e := cut(pl.at, htmlColumns)
		if pl.at.Line != number || e.text != shown {
			flush()
			last.Lines = append(last.Lines, htmlLine{Number: pl.at.Line})
			number, shown = pl.at.Line, e.text
		}
		class := "also"
		if pl.primary {
			class = "here"
		}
		marks, classes = append(marks, e), append(classes, class)
		line := &last.Lines[len(last.Lines)-1]
		for _, l := range pl.labels {
			line.Labels = append(line.Labels, htmlLabel{visible(l), class})
		}
	}
	flush()
	for _, file := range out {
		dedent(file.Lines)
	}
	return out
}

// dedent takes away the spaces that all lines begin with: a page has less room than a terminal, and shows columns by marks.
func dedent(lines []htmlLine) {
	common := -1
	for _, l := range lines {
		if len(l.Parts) == 0 {
			continue
		}
		n := 0
		if first := l.Parts[0]; first.Class == "" {
			n = len(first.Text) - len(strings.TrimLeft(first.Text, " "))
		}
		if common < 0 || n < common {
			common = n
		}
	}
	for _, l := range lines {
		if len(l.Parts) > 0 && common > 0 {
			l.Parts[0].Text = l.Parts[0].Text[common:]
		}
	}
}

// htmlParts splits a line at its marks. Where two overlap, the first one that begins has the common part.
func htmlParts(line string, marks []excerpt, classes []string) []htmlPart {
	order := make([]int, len(marks))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(marks[a].start, marks[b].start) })
	var parts []htmlPart
	add := func(text, class string) {
		if text != "" {
			parts = append(parts, htmlPart{text, class})
		}
	}
	at, rest := 0, cells(line)
	take := func(column int) string {
		n := 0
		for n < len(rest) && at < column {
			at += rest[n].width
			n++
		}
		text := join(rest[:n])
		rest = rest[n:]
		return text
	}
	for _, i := range order {
		if marks[i].length > 0 {
			add(take(marks[i].start), "")
			add(take(marks[i].start+marks[i].length), classes[i])
		}
	}
	add(join(rest), "")
	return parts
}
