package manifest

import (
	"context"
	"strings"
	"testing"
)

// outcome is everything that was yielded for one input.
type outcome struct {
	objects []*Object
	skipped []string
	found   []Found
	errs    []*Error
}

func collect(t *testing.T, r *Reader, text string) outcome {
	t.Helper()
	var o outcome
	for e := range r.Stream(context.Background(), "-", "f.yaml", strings.NewReader(text)) {
		o.add(t, e)
	}
	return o
}

func (o *outcome) add(t *testing.T, e Entry) {
	t.Helper()
	set := 0
	if e.Object != nil {
		set++
		o.objects = append(o.objects, e.Object)
	}
	if e.Skipped != nil {
		set++
		o.skipped = append(o.skipped, e.Skipped.File+": "+e.Skipped.Reason)
	}
	if e.Found != nil {
		set++
		o.found = append(o.found, *e.Found)
	}
	if e.Err != nil {
		set++
		o.errs = append(o.errs, e.Err)
	}
	if set != 1 {
		t.Fatalf("an entry with %d fields: %+v", set, e)
	}
}

// single reads a text that holds one good object and nothing else.
func single(t *testing.T, text string) *Object {
	t.Helper()
	o := collect(t, new(Reader), text)
	if len(o.objects) != 1 || len(o.skipped)+len(o.found)+len(o.errs) != 0 {
		t.Fatalf("not one object: %q", o.summary())
	}
	return o.objects[0]
}
