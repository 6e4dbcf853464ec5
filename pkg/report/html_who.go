package report

// htmlWho is the identity table.
type htmlWho struct {
	Columns []string
	Objects []htmlWhoObject
}

type htmlWhoObject struct {
	Heading string
	Rows    []htmlWhoRow
}

type htmlWhoRow struct {
	Cells   []htmlCell
	Details []string
	Bad     bool
}

// htmlCell knows its column's title, which a narrow screen shows beside it.
type htmlCell struct{ Column, Text string }

var htmlColumnTitles = []string{"Container", "uid(name):gid", "Groups", "From", "Kubelet", "Start"}

func htmlContainers(whos []Who) htmlWho {
	out := htmlWho{Columns: htmlColumnTitles}
	heading := ""
	for i, r := range rowsOf(whos) {
		if i == 0 || r.heading != heading {
			heading = r.heading
			out.Objects = append(out.Objects, htmlWhoObject{Heading: visible(heading)})
		}
		row := htmlWhoRow{Details: allVisible(r.details), Bad: r.bad}
		for i, text := range r.cells {
			row.Cells = append(row.Cells, htmlCell{htmlColumnTitles[i], visible(text)})
		}
		last := &out.Objects[len(out.Objects)-1]
		last.Rows = append(last.Rows, row)
	}
	return out
}
