package yamledit_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/pkg/fix/yamledit"
	"github.com/hullcheck/hullcheck/pkg/manifest"
)

func set(path string, value any) yamledit.Change { return yamledit.Change{Path: path, Value: value} }

func add(path string, value any) yamledit.Change {
	return yamledit.Change{Op: yamledit.Append, Path: path, Value: value}
}

func remove(path string) yamledit.Change { return yamledit.Change{Op: yamledit.Remove, Path: path} }

func rename(path, name string) yamledit.Change {
	return yamledit.Change{Op: yamledit.Rename, Path: path, Name: name}
}

func changes(c ...yamledit.Change) []yamledit.Change { return c }

var tmp = yamledit.Map{{Key: "name", Value: "tmp"}, {Key: "emptyDir", Value: yamledit.Map{}}}

var edits = []struct {
	name, text string
	changes    []yamledit.Change
	want       string
	refused    []string
}{
	{"scalar", "a: false # why\nb: 1\n", changes(set("/a", true)), "a: true # why\nb: 1\n", nil},
	{"quotes are kept", "a: 'x'\nb: \"y\"\n", changes(set("/a", "it's"), set("/b", "z")), "a: 'it''s'\nb: \"z\"\n", nil},
	{"yes is true", "a: yes\n", changes(set("/a", true)), "a: yes\n", []string{}},
	{"null", "a:\nb: ~\nc: null # d\n", changes(set("/a", true), set("/b", true), set("/c", int64(1))), "a: true\nb: true\nc: 1 # d\n", nil},
	{"into null", "s: # later\np: 1\n", changes(set("/s/a", true), set("/s/b", true)), "s: # later\n  a: true\n  b: true\np: 1\n", nil},
	{"into a written null", "s: null\np: 1\n", changes(set("/s/a", true)), "s: {a: true}\np: 1\n", nil},
	{"into empty", "s: {} # c\n", changes(set("/s/a", true), set("/s/b", "x")), "s: {a: true, b: x} # c\n", nil},
	{"parents", "s:\n    a: 1\n", changes(set("/s/b/c/d", true)), "s:\n    a: 1\n    b:\n        c:\n            d: true\n", nil},
	{"no line end", "s:\n  a: 1", changes(set("/s/b", true)), "s:\n  a: 1\n  b: true", nil},
	{"CRLF", "s:\r\n  a: 1 # x\r\nt: 2\r\n", changes(set("/s/b/c", true)), "s:\r\n  a: 1 # x\r\n  b:\r\n    c: true\r\nt: 2\r\n", nil},
	{"CR", "s:\r  a: 1\rt: 2\r", changes(set("/s/b", true)), "s:\r  a: 1\r  b: true\rt: 2\r", nil},
	{
		"comments stay with what follows", "s:\n  a: 1\n  # of t\nt: 1\n", changes(set("/s/b", true)),
		"s:\n  a: 1\n  b: true\n  # of t\nt: 1\n", nil,
	},
	{
		"before", "s:\n  a: 1\n  # the list\n  l:\n  - x\n", changes(yamledit.Change{Path: "/s/b", Value: true, Before: []string{"l"}}),
		"s:\n  a: 1\n  b: true\n  # the list\n  l:\n  - x\n", nil,
	},
	{"behind a text", "s:\n  a: |\n    x: y\n\n    z\n\nt: 1\n", changes(set("/s/b", true)), "s:\n  a: |\n    x: y\n\n    z\n  b: true\n\nt: 1\n", nil},
	{"behind a kept text", "s:\n  a: |+\n    x\n\nt: 1\n", changes(set("/s/b", true)), "s:\n  a: |+\n    x\n\n  b: true\nt: 1\n", nil},
	{"behind folded lines", "s:\n  a: x\n    y\n  b: \"p\n    q\"\n", changes(set("/s/c", true)), "s:\n  a: x\n    y\n  b: \"p\n    q\"\n  c: true\n", nil},
	{"element's mapping", "l:\n- name: a\n  x: 1\n- name: b\n", changes(set("/l/0/z", true), set("/l/1/z", true)), "l:\n- name: a\n  x: 1\n  z: true\n- name: b\n  z: true\n", nil},
	{"tabs in strings", "l:\n  - a: \"x\ty\"\t# t\n", changes(set("/l/0/b", true)), "l:\n  - a: \"x\ty\"\t# t\n    b: true\n", nil},
	{"flow", "s: {a: 1, l: [x]} # c\n", changes(set("/s/b/c", true), add("/s/l", "z")), "s: {a: 1, l: [x, z], b: {c: true}} # c\n", nil},
	{"spaced flow", "s: { a: 1 }\nl: [ ]\n", changes(set("/s/b", true), add("/l", "x")), "s: { a: 1, b: true }\nl: [x ]\n", nil},
	{"flow on lines", "s: {\n  a: 1, # one\n  b: 2  # two\n}\n", changes(set("/s/c", true)), "s: {\n  a: 1, # one\n  b: 2,  # two\n  c: true\n}\n", nil},
	{"flow with a last comma", "s: {\n  a: 1,\n}\n", changes(set("/s/c", true)), "s: {\n  a: 1,\n  c: true,\n}\n", nil},
	{"flow without colon", "s: {a, b: }\n", changes(set("/s/a", true), set("/s/b/c", true)), "s: {a: true, b: {c: true} }\n", nil},
	{"quoted flow", "s: {\"a\": 1}\n", changes(set("/s/b", "x")), "s: {\"a\": 1, \"b\": \"x\"}\n", nil},
	{"new list", "s:\n  a: 1\n", changes(add("/s/volumes", tmp)), "s:\n  a: 1\n  volumes:\n    - name: tmp\n      emptyDir: {}\n", nil},
	{"new list as others", "s:\n  l:\n  - x\n", changes(add("/s/volumes", tmp)), "s:\n  l:\n  - x\n  volumes:\n  - name: tmp\n    emptyDir: {}\n", nil},
	{"element", "l:\n  - a: 1 # one\n  # end\nm: 1\n", changes(add("/l", tmp)), "l:\n  - a: 1 # one\n  - name: tmp\n    emptyDir: {}\n  # end\nm: 1\n", nil},
	{"element at the key", "l:\n- x\nm: 1\n", changes(add("/l", "z"), add("/l", "z")), "l:\n- x\n- z\nm: 1\n", nil},
	{"element of null and empty", "l:\nm: []\n", changes(add("/l", "x"), add("/m", "x")), "l: [x]\nm: [x]\n", nil},
	{"element of maps of null", "l:\nm: []\n", changes(add("/l", tmp), add("/m", tmp)), "l:\n  - name: tmp\n    emptyDir: {}\nm: [{name: tmp, emptyDir: {}}]\n", nil},
	{"strings that are more", "a: 1\n", changes(set("/b", "yes"), set("/c", "/x y#"), set("/d", "1"), set("/e", "")), "a: 1\nb: \"yes\"\nc: \"/x y#\"\nd: \"1\"\ne: \"\"\n", nil},
	{"remove", "s:\n  a: 1\n  # of b\n  b: # x\n    c: 2\n  d: 3\n", changes(remove("/s/b")), "s:\n  a: 1\n  # of b\n  d: 3\n", nil},
	{"remove the first of an element", "l:\n- a: 1\n  b: 2\n", changes(remove("/l/0/a")), "l:\n- b: 2\n", nil},
	{"remove the only one", "s:\n  a: 1\nt: 1\n", changes(remove("/s/a")), "s: {}\nt: 1\n", nil},
	{"remove elements", "l:\n- a: 1\n- b\n- c\n", changes(remove("/l/0"), remove("/l/1")), "l:\n- c\n", nil},
	{"remove all elements", "l:\n- a\n- b\nm: 1\n", changes(remove("/l/0"), remove("/l/1")), "l: []\nm: 1\n", nil},
	{"remove from flow", "a: [x, y, z]\nb: {p: 1, q: 2}\nc: [x]\n", changes(remove("/a/0"), remove("/a/2"), remove("/b/q"), remove("/c/0")), "a: [y]\nb: {p: 1}\nc: []\n", nil},
	{"rename", "s:\n  runAsNonroot: true # r\n  \"x\": 1\n", changes(rename("/s/runAsNonroot", "runAsNonRoot"), rename("/s/x", "y")), "s:\n  runAsNonRoot: true # r\n  \"y\": 1\n", nil},
	{"rename to what is there", "a: 1\nb: 2\n", changes(rename("/a", "b")), "a: 1\nb: 2\n", []string{"/a: b is written already"}},
	{
		"anchor, all alike", "l:\n- s: &s {a: 1}\n- s: *s\n", changes(set("/l/0/s/b", true), set("/l/1/s/b", true)),
		"l:\n- s: &s {a: 1, b: true}\n- s: *s\n", nil,
	},
	{
		"anchor, only one", "l:\n- s: &s {a: 1}\n- s: *s\n", changes(set("/l/0/s/b", true)), "l:\n- s: &s {a: 1}\n- s: *s\n",
		[]string{"/l/0/s/b: an anchor, a merge key or the layout of the text would make more of it than was wanted"},
	},
	{"an alias is replaced", "a: &x false\nb: *x\n", changes(set("/b", true)), "a: &x false\nb: true\n", nil},
	{"merge key", "d: &d\n  a: 1\ns:\n  <<: *d\n  b: 1\n", changes(set("/s/a", int64(2))), "d: &d\n  a: 1\ns:\n  <<: *d\n  b: 1\n  a: 2\n", nil},
	{"merge key, shared", "d: &d\n  s:\n    a: 1\nx:\n  <<: *d\n", changes(set("/x/s/b", true), set("/d/s/b", true)), "d: &d\n  s:\n    a: 1\n    b: true\nx:\n  <<: *d\n", nil},
	{"a text is no value", "a: |\n  x\n", changes(set("/a", "y")), "a: |\n  x\n", []string{"/a: the value is a text of several lines"}},
	{"what holds something stays", "a:\n  b: 1\n", changes(set("/a", true)), "a:\n  b: 1\n", []string{"/a: it holds more than one value"}},
	{"below a scalar", "a: 1\n", changes(set("/a/b", true)), "a: 1\n", []string{`/a/b: "b" cannot be written below a value that is no mapping`}},
	{"tag", "a: !!str 1\n", changes(set("/a", int64(2))), "a: !!str 1\n", []string{"/a: an anchor, a merge key or the layout of the text would make more of it than was wanted"}},
}

func TestMake(t *testing.T) {
	for _, c := range edits {
		t.Run(c.name, func(t *testing.T) {
			docs, fault := manifest.ReadFields("f.yaml", []byte(c.text), manifest.Limits{})
			if fault != nil || len(docs) != 1 {
				t.Fatal(len(docs), fault)
			}
			w, ok := docs[0].Written()
			if !ok {
				t.Fatal("no tree")
			}
			check(t, w, c.changes, c.want, c.refused)
		})
	}
}

func check(t *testing.T, w *manifest.Written, wanted []yamledit.Change, want string, refused []string) {
	t.Helper()
	got, err := yamledit.Make(w, wanted)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(yamledit.Apply(w.Text(), got.Edits))); diff != "" {
		t.Errorf("text (-want +got):\n%s", diff)
	}
	var words []string
	for _, r := range got.Refused {
		words = append(words, r.Change.Path+": "+r.Reason)
	}
	if len(refused) == 0 {
		refused = nil
	}
	if diff := cmp.Diff(refused, words); diff != "" {
		t.Errorf("refused (-want +got):\n%s", diff)
	}
}

// jsonEdits are documents that are JSON, which the API server reads as such.
var jsonEdits = []struct {
	name, text string
	changes    []yamledit.Change
	want       string
}{
	{"tight", `{"apiVersion":"v1","kind":"X","s":{"a":1}}`, changes(set("/s/b", "c"), set("/s/d/e", true)), `{"apiVersion":"v1","kind":"X","s":{"a":1,"b":"c","d":{"e":true}}}`},
	{"spaced", `{"apiVersion": "v1", "kind": "X", "l": []}`, changes(add("/l", tmp)), `{"apiVersion": "v1", "kind": "X", "l": [{"name": "tmp", "emptyDir": {}}]}`},
	{
		"lines", "{\n\t\"apiVersion\": \"v1\",\n\t\"kind\": \"\\ud83d\\ude00\",\n\t\"a\": null\n}\n", changes(set("/a", true), set("/b/c", int64(1))),
		"{\n\t\"apiVersion\": \"v1\",\n\t\"kind\": \"\\ud83d\\ude00\",\n\t\"a\": true,\n\t\"b\": {\"c\": 1}\n}\n",
	},
	{"remove", `{"apiVersion":"v1","kind":"X","a":1}`, changes(remove("/a")), `{"apiVersion":"v1","kind":"X"}`},
	{"several values", `{"apiVersion":"v1","kind":"X"}{"apiVersion":"v1","kind":"Y"}`, changes(set("/a", int64(1))), `{"apiVersion":"v1","kind":"X","a":1}{"apiVersion":"v1","kind":"Y"}`},
}

func TestMakeJSON(t *testing.T) {
	for _, c := range jsonEdits {
		t.Run(c.name, func(t *testing.T) {
			for e := range (&manifest.Reader{}).Stream(t.Context(), "-", "-", strings.NewReader(c.text)) {
				if e.Object == nil {
					t.Fatalf("%+v", e)
				}
				w, ok := e.Object.Written()
				if !ok || !w.JSON() {
					t.Fatal(ok)
				}
				check(t, w, c.changes, c.want, nil)
				return
			}
		})
	}
}
