package manifest

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const outer = `kind: K
list:
  - a: 1
text: |-

  b:
    - c: x
folded: >-
  d: 1
quoted: '{"e": 2}'
`

func TestReadFields(t *testing.T) {
	docs, fault := ReadFields("f.yaml", []byte("# none\n---\n"+outer+"---\nz: 1\n"), Limits{})
	if fault != nil || len(docs) != 2 {
		t.Fatalf("%d documents, %v", len(docs), fault)
	}
	for path, want := range map[string]string{
		"": "3:1 true", "/list/0/a": "5:8 true", "/list/0/z": "5:5 false", "/nothing": "3:1 false",
	} {
		at, found := docs[0].Locate(path)
		if got := fmt.Sprintf("%d:%d %v", at.Line, at.Column, found); got != want {
			t.Errorf("%q: %s, want %s", path, got, want)
		}
	}
	if at, _ := docs[1].Locate("/z"); at.Line != 14 {
		t.Errorf("the second document is at line %d", at.Line)
	}
}

// TestInside: the lines of a block scalar are those of the file; other strings are one place.
func TestInside(t *testing.T) {
	docs, fault := ReadFields("f.yaml", []byte(outer), Limits{})
	if fault != nil {
		t.Fatal(fault)
	}
	got := map[string]string{}
	for pointer, path := range map[string]string{"/text": "/b/0/c", "/folded": "/d", "/quoted": "/e", "/list": "", "/none": ""} {
		inner, fault := docs[0].Inside(pointer, Limits{})
		if fault != nil {
			t.Fatal(fault)
		}
		for _, d := range inner {
			at, found := d.Locate(path)
			got[pointer] = fmt.Sprintf("%d:%d %v %s", at.Line, at.Column, found, at.Snippet)
		}
	}
	want := map[string]string{
		"/text": "7:10 true     - c: x", "/folded": "8:9 true folded: >-", "/quoted": `10:9 true quoted: '{"e": 2}'`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestFieldsFaults(t *testing.T) {
	docs, fault := ReadFields("f.yaml", []byte("a: 1\n---\nb: [\n"), Limits{})
	if len(docs) != 1 || fault == nil || fault.Line < 3 {
		t.Errorf("%d documents, %v", len(docs), fault)
	}
	_, fault = ReadFields("f.yaml", []byte("a: &a [1, 2, 3]\nb: [*a, *a]\n"), Limits{ExpandedNodes: 5})
	if fault == nil || !errors.Is(fault, ErrAliases) {
		t.Errorf("aliases: %v", fault)
	}
	docs, fault = ReadFields("f.yaml", []byte("x:\n  t: |\n    a: 1\n    b: [\n"), Limits{})
	if fault != nil {
		t.Fatal(fault)
	}
	if _, fault = docs[0].Inside("/x/t", Limits{}); fault == nil || fault.Line != 4 && fault.Line != 5 {
		t.Errorf("inside: %v", fault)
	}
}
