package report

import (
	"io"
	"slices"
	"strings"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// row is one container in the table: its cells, and what does not fit into any.
type row struct {
	heading   string
	cells     []string
	details   []string
	bad       bool
	platforms []string
}

var columnTitles = []string{"CONTAINER", "UID(NAME):GID", "GROUPS", "FROM", "KUBELET", "START"}

const (
	columnGap = "  "
	// minColumn is the width below which a column is not squeezed.
	minColumn = 9
)

// writeTable prints the table that a person reads at a glance. Cells that are too wide are wrapped, never cut off.
func writeTable(w io.Writer, whos []Who, o Options) error {
	p := &page{width: o.width(), color: o.Color}
	rows := rowsOf(whos)
	widths := columnWidths(rows, p.width-len(columnGap))
	if len(rows) > 0 {
		p.row(columnTitles, widths, faint)
	}
	heading := ""
	for _, r := range rows {
		if r.heading != heading {
			heading = r.heading
			p.line()
			p.paragraph(nil, nil, heading, bold)
		}
		st := plain
		if r.bad {
			st = red
		}
		p.row(r.cells, widths, st)
		for _, d := range r.details {
			p.paragraph([]span{{indent, plain}}, []span{{indent + columnGap, plain}}, d, faint)
		}
	}
	return p.writeTo(w)
}

// row writes cells beside each other, each wrapped within its column.
func (p *page) row(texts []string, widths []int, st style) {
	columns, height := make([][]string, len(texts)), 0
	for i, t := range texts {
		columns[i] = wrap(t, widths[i])
		height = max(height, len(columns[i]))
	}
	for n := range height {
		var b strings.Builder
		for i, lines := range columns {
			l := ""
			if n < len(lines) {
				l = lines[n]
			}
			b.WriteString(columnGap + l + strings.Repeat(" ", max(widths[i]-spanColumns([]span{{text: l}}), 0)))
		}
		p.line(span{b.String(), st})
	}
}

// columnWidths are the columns' natural widths, the widest taken from until all fit.
func columnWidths(rows []row, width int) []int {
	widths := make([]int, len(columnTitles))
	for i, t := range columnTitles {
		widths[i] = len(t)
		for _, r := range rows {
			widths[i] = max(widths[i], spanColumns([]span{{text: r.cells[i]}}))
		}
	}
	for room := width + len(columnGap) - len(columnGap)*len(widths); ; {
		sum := 0
		for _, n := range widths {
			sum += n
		}
		i := slices.Index(widths, slices.Max(widths))
		if sum <= room || widths[i] <= 1 || (widths[i] <= minColumn && room >= minColumn*len(widths)) {
			return widths
		}
		widths[i]--
	}
}

// rowsOf makes rows of containers, one for all platforms on which the same holds.
func rowsOf(whos []Who) []row {
	var rows []row
	for _, who := range whos {
		r := rowOf(who)
		same := slices.IndexFunc(rows, func(o row) bool {
			return o.heading == r.heading && slices.Equal(o.cells, r.cells) && slices.Equal(o.details, r.details)
		})
		if same >= 0 && who.Subject.Platform != "" && !slices.Contains(rows[same].platforms, who.Subject.Platform) {
			rows[same].platforms = append(rows[same].platforms, who.Subject.Platform)
			continue
		}
		rows = append(rows, r)
	}
	namePlatforms(rows)
	return rows
}

// namePlatforms says for which platforms a row holds, where its container has another row too.
func namePlatforms(rows []row) {
	names := make([]string, len(rows))
	for i, r := range rows {
		names[i] = r.heading + "\n" + r.cells[0]
	}
	for i := range rows {
		first, last := slices.Index(names, names[i]), lastIndex(names, names[i])
		if first != last && len(rows[i].platforms) > 0 {
			rows[i].cells[0] += " on " + strings.Join(rows[i].platforms, ", ")
		}
	}
}

func lastIndex(s []string, v string) int {
	for i := len(s) - 1; i >= 0; i-- {
		if s[i] == v {
			return i
		}
	}
	return -1
}

func rowOf(who Who) row {
	s := who.Subject
	r := row{
		heading: objectName(finding.Subject{Kind: s.Kind, Namespace: s.Namespace, Name: s.Name}),
		cells:   cellTexts(who), details: details(who), bad: isBad(who),
	}
	if r.heading == "" {
		r.heading = s.Image
	}
	if s.Variant != "" {
		r.heading += " · " + s.Variant
	}
	if s.Platform != "" {
		r.platforms = []string{s.Platform}
	}
	return r
}
