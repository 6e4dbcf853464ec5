package manifest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"
)

const (
	good  = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: good}\n---\n"
	thing = "apiVersion: v1\nkind: Thing\n"
)

func lines(from, to int, format string) string {
	var b strings.Builder
	for i := from; i <= to; i++ {
		fmt.Fprintf(&b, format, i, i-1)
	}
	return b.String()
}

// Input that is made to cost time or memory is refused at a place, fast, and what stands before it is read.
func TestHostile(t *testing.T) {
	small := Limits{FileBytes: 1 << 20, DocumentBytes: 4 << 10, Documents: 5, Items: 3, Depth: 50, ExpandedNodes: 1000, ExpandedBytes: 1 << 16}
	for _, c := range []struct {
		name, text string
		limits     Limits
		line       int
		want       string
	}{
		{
			"alias bomb", thing + "a0: &a0 [x, x]\n" + lines(1, 30, "a%[1]d: &a%[1]d [*a%[2]d, *a%[2]d]\n"),
			Limits{},
			26, "alias *a18 expands to more than is read of one document",
		},
		{
			"string bomb", thing + "s: &s " + strings.Repeat("x", 1<<20) + "\nl: [" + strings.Repeat("*s, ", 100) + "]\n",
			Limits{},
			5, "the document's aliases expand to more than is read of one document",
		},
		{
			"merge bomb", thing + "a0: &a0 {x: 1}\n" + lines(1, 30, "a%[1]d: &a%[1]d {<<: [*a%[2]d, *a%[2]d]}\n"),
			Limits{},
			26, "alias *a18 expands to more than is read of one document",
		},
		{"recursion", thing + "a: &a {b: [*a]}\n", Limits{}, 7, `anchor "a" holds itself`},
		{"merge recursion", thing + "a: &a {<<: *a}\n", Limits{}, 7, `anchor "a" holds itself`},
		{
			"deep flow", thing + "a: " + strings.Repeat("[", 20000) + strings.Repeat("]", 20000),
			Limits{},
			7, "invalid YAML: exceeded max depth of 10000",
		},
		{
			"deep flow below the parser's limit", thing + "a: " + strings.Repeat("[", 5000) + strings.Repeat("]", 5000),
			Limits{},
			7, "mappings and lists nest too deep",
		},
		{"deep block", thing + "a:\n  " + strings.Repeat("- ", 5000) + "x\n", Limits{}, 8, "mappings and lists nest too deep"},
		{
			"deep JSON", `{"apiVersion":"v1","kind":"T","a":` + strings.Repeat("[", 9000) + strings.Repeat("]", 9000) + "}",
			Limits{},
			5, "mappings and lists nest too deep",
		},
		{
			"deeper JSON", `{"apiVersion":"v1","kind":"T","a":` + strings.Repeat("[", 90000) + strings.Repeat("]", 90000) + "}",
			Limits{},
			5, "invalid JSON: invalid character '[' exceeded max depth",
		},
		{
			"deep Lists", strings.Repeat("{apiVersion: v1, kind: List, items: [", 20) + strings.Repeat("]}", 20),
			Limits{},
			5, "Lists are nested too deep",
		},
		{"dense document", thing + "a: [" + strings.Repeat("1,", 50) + "]", Limits{Marks: 50}, 5, "the document has more than 50 lines"},
		{"large document", thing + "a: " + strings.Repeat("x", 5000), small, 5, "the document is larger than 4096 bytes"},
		{
			"large file", thing + "a: 1\n---\n" + thing + strings.Repeat("# comment\n", 110_000), small, 0,
			"the file is larger than 1048576 bytes; the rest is not read",
		},
		{
			"many documents", strings.Repeat("a: 1\n---\n", 9), small, 13,
			"the file holds more than 5 documents; the rest is not read",
		},
		{
			"many JSON values", strings.Repeat(`{"a":1}`, 9) + `{"apiVersion":"v1","kind":"T"}`, small, 5,
			"the file holds more than 5 documents; the rest is not read",
		},
		{
			"many items", "apiVersion: v1\nkind: List\nitems: [1, 2, 3, 4]\n", small, 7, "more than 3 items",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			start := time.Now()
			o := collect(t, &Reader{Limits: c.limits}, good+c.text)
			if len(o.errs) != 1 || !strings.HasPrefix(o.errs[0].Message, c.want) || o.errs[0].Line != c.line {
				t.Errorf("got %v, want %d: %s", o.errs, c.line, c.want)
			}
			if len(o.objects) == 0 || o.objects[0].Name != "good" {
				t.Errorf("the object before is not read: %v", o.objects)
			}
			if took := time.Since(start); took > 5*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}

// Many wrong fields are named up to a limit.
func TestManyWrongFields(t *testing.T) {
	text := "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n" + strings.Repeat("  - {name: 1}\n", 5000)
	o := collect(t, new(Reader), text)
	if len(o.errs) != maxWrong || o.errs[9].Line != 14 {
		t.Errorf("%d errors: %v", len(o.errs), o.errs)
	}
}

// A file of which only the beginning is read keeps its whole documents.
func TestFileLimit(t *testing.T) {
	text := good + "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: half}\n"
	o := collect(t, &Reader{Limits: Limits{FileBytes: int64(len(good) + 40)}}, text)
	if len(o.objects) != 1 || len(o.errs) != 1 || len(o.skipped) != 0 {
		t.Errorf("%+v", o)
	}
}

type failing struct{ io.Reader }

func (f failing) Read(p []byte) (int, error) {
	n, err := f.Reader.Read(p)
	if errors.Is(err, io.EOF) {
		err = errors.New("the line went dead")
	}
	return n, err
}

func TestReadFault(t *testing.T) {
	var errs []*Error
	for e := range new(Reader).Stream(context.Background(), "-", "-", failing{strings.NewReader(good)}) {
		errs = append(errs, e.Err)
	}
	if len(errs) != 1 || errs[0] == nil || errs[0].Error() != "-: read: the line went dead" {
		t.Errorf("%v", errs)
	}
}

func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var last *Error
	n := 0
	for e := range new(Reader).Stream(ctx, "-", "-", strings.NewReader(strings.Repeat(good, 10))) {
		n++
		last = e.Err
		cancel()
	}
	if n != 2 || !errors.Is(last, context.Canceled) {
		t.Errorf("%d entries, last %v", n, last)
	}
}

func TestStopEarly(t *testing.T) {
	list := "{apiVersion: v1, kind: List, items: [{apiVersion: v1, kind: A}, {apiVersion: v1, kind: B}]}"
	twice := `{"apiVersion":"v1","kind":"A"}{"apiVersion":"v1","kind":"B"}`
	for _, text := range []string{strings.Repeat(good, 3), list, twice, "a: 1\n---\n" + good, "\x00apiVersion kind"} {
		n := 0
		for range new(Reader).Stream(context.Background(), "-", "-", bytes.NewReader([]byte(text))) {
			n++
			break
		}
		if n != 1 {
			t.Errorf("%d entries of %q", n, text)
		}
	}
}
