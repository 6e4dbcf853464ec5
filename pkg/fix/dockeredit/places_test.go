package dockeredit_test

import (
	"cmp"
	"slices"
	"strings"
	"testing"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/fix/dockeredit"
)

// byPlaces makes all edits of a result, from the last to the first.
func byPlaces(t *testing.T, content string, r *dockeredit.Result) string {
	t.Helper()
	var edits []finding.Edit
	for _, f := range r.Fixes {
		edits = append(edits, f.Edits...)
	}
	slices.SortFunc(edits, func(a, b finding.Edit) int {
		return cmp.Or(b.Location.Line-a.Location.Line, b.Location.Column-a.Location.Column)
	})
	last := len(content) + 1
	for _, e := range edits {
		start, end := offset(content, e.Location.Line, e.Location.Column), offset(content, e.Location.EndLine, e.Location.EndColumn)
		if start > end || end >= last {
			t.Fatalf("edit %+v overlaps the one behind it", e)
		}
		content = content[:start] + e.NewText + content[end:]
		last = start
	}
	return content
}

// offset is where a line and a column begin; the byte order mark has no column.
func offset(content string, line, column int) int {
	at := 0
	for range line - 1 {
		at += strings.IndexByte(content[at:], '\n') + 1
	}
	if line == 1 && strings.HasPrefix(content, "\ufeff") {
		at += len("\ufeff")
	}
	for i := range content[at:] {
		if column--; column == 0 {
			return at + i
		}
	}
	return len(content)
}
