package manifest

import (
	"bytes"
	"context"
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	k8syaml "sigs.k8s.io/yaml"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/jsonpointer"
)

// FuzzRead reads anything and asks for the place of every field: nothing panics, every entry says one thing, and every
// place lies within the text.
func FuzzRead(f *testing.F) {
	files, err := filepath.Glob("testdata/bad/*.yaml")
	if err != nil || len(files) == 0 {
		f.Fatal(files, err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	for _, c := range locations {
		f.Add([]byte(c.text))
	}
	for _, c := range unknownCases {
		f.Add([]byte(c.text))
	}
	f.Add([]byte(inUTF16(binary.LittleEndian, good+thing)))
	limits := Limits{FileBytes: 1 << 16, ExpandedNodes: 10_000, ExpandedBytes: 1 << 18}
	f.Fuzz(func(t *testing.T, data []byte) {
		var o outcome
		for e := range (&Reader{Limits: limits}).Stream(context.Background(), "-", "f", bytes.NewReader(data)) {
			o.add(t, e)
		}
		text, _, _ := utf8Text(data)
		file := &lineText{data: text}
		for _, e := range o.errs {
			if e.Message == "" {
				t.Error("an error without words")
			}
			if e.Line > 0 {
				file.holds(t, "error", e.Location())
			}
		}
		for _, obj := range o.objects {
			budget := 300
			if !bytes.ContainsRune(text, '!') {
				locateAll(t, file, obj, obj.Value(), "", &budget)
			}
			file.holds(t, "missing", obj.Locate("/no/such/field"))
			for _, u := range obj.Unknown {
				file.holds(t, u.Path, obj.Locate(u.Path))
				file.holds(t, u.Nearest, obj.Locate(u.Nearest))
			}
			for _, p := range obj.Pods {
				for _, c := range p.Containers {
					parent, last := c.Path[:strings.LastIndexByte(c.Path, '/')], c.Path[strings.LastIndexByte(c.Path, '/')+1:]
					if list, ok := jsonpointer.At(obj.Value(), parent).([]any); !ok {
						t.Errorf("no list at %s", parent)
					} else if _, ok := jsonpointer.Index(last, len(list)); !ok {
						t.Errorf("no container at %s", c.Path)
					}
				}
			}
		}
	})
}

func locateAll(t *testing.T, file *lineText, o *Object, value any, pointer string, budget *int) {
	t.Helper()
	if *budget--; *budget < 0 {
		return
	}
	l := o.Locate(pointer)
	file.holds(t, pointer, l)
	if text := written(l); text != "" && l.Precision == finding.PrecisionExact && scalarText(value, text) {
		var read any
		err := k8syaml.Unmarshal([]byte("["+text+"]"), &read)
		if want := []any{floats(value)}; err != nil || !cmp.Equal(want, read) {
			t.Errorf("%s: %#v stands at %q, which is read as %#v, %v", pointer, value, text, read, err)
		}
	}
	switch v := value.(type) {
	case map[string]any:
		for name, e := range v {
			locateAll(t, file, o, e, jsonpointer.Child(pointer, name), budget)
		}
	case []any:
		for i, e := range v {
			locateAll(t, file, o, e, jsonpointer.Element(pointer, i), budget)
		}
	}
}

// scalarText tells whether text, taken by itself, must be read as value: scalars of one line but for block scalars, tagged
// ones, which mean something else without their tag, and text that reads otherwise between brackets.
func scalarText(value any, text string) bool {
	switch value.(type) {
	case nil, map[string]any, []any:
		return false
	}
	return strings.IndexByte("|>", text[0]) < 0 && !strings.ContainsAny(text, "!,[]{}?:#&*%\\\r\n")
}

// floats gives a number as k8syaml.Unmarshal does.
func floats(value any) any {
	if n, ok := value.(int64); ok {
		return float64(n)
	}
	return value
}

// lineText checks places by a way of counting of its own.
type lineText struct {
	data  []byte
	lines []string
}

func (l *lineText) holds(t *testing.T, what string, at finding.Location) {
	t.Helper()
	if l.lines == nil {
		unified := bytes.ReplaceAll(bytes.ReplaceAll(l.data, []byte("\r\n"), []byte("\n")), []byte("\r"), []byte("\n"))
		for _, line := range bytes.Split(unified, []byte("\n")) {
			l.lines = append(l.lines, string(line))
		}
	}
	for _, p := range [][2]int{{at.Line, at.Column}, {at.EndLine, at.EndColumn}} {
		if p[0] < 1 || p[0] > len(l.lines) || p[1] < 1 {
			t.Fatalf("%s: %+v is not in %d lines", what, at, len(l.lines))
		}
	}
	if at.Column > utf8.RuneCountInString(l.lines[at.Line-1])+1 {
		t.Fatalf("%s: column %d in line %q", what, at.Column, l.lines[at.Line-1])
	}
	if at.Snippet != l.lines[at.Line-1] {
		t.Fatalf("%s: snippet %q of line %q", what, at.Snippet, l.lines[at.Line-1])
	}
}
