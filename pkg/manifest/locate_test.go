package manifest

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/hullcheck/hullcheck/pkg/finding"
)

// shownAt writes a location as line:column and the text it covers.
func shownAt(text string, l finding.Location) string {
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	var covered []string
	for n := l.Line; n <= l.EndLine; n++ {
		runes := []rune(lines[n-1])
		from, to := 0, len(runes)
		if n == l.Line {
			from = l.Column - 1
		}
		if n == l.EndLine {
			to = l.EndColumn - 1
		}
		covered = append(covered, string(runes[from:to]))
	}
	return fmt.Sprintf("%d:%d %s", l.Line, l.Column, strings.Join(covered, "⏎"))
}

const head = "apiVersion: v1\nkind: Thing\n"

var locations = []struct {
	name, text, pointer, want string
}{
	{"plain scalar", head + "spec:\n  runAsUser: 0 # root\n", "/spec/runAsUser", "4:14 0"},
	{"plain with spaces", head + "spec: two words  # c\n", "/spec", "3:7 two words"},
	{"mapping", head + "spec:\n  a: {b: 1}\n", "/spec/a", "4:3 a"},
	{"flow", head + "spec: {a: {b: [1, 22]}}\n", "/spec/a/b/1", "3:19 22"},
	{"double quotes", head + `spec: {a: "x \" y"}`, "/spec/a", `3:11 "x \" y"`},
	{"single quotes", head + "a: 'it''s'\n", "/a", "3:4 'it''s'"},
	{"quoted key", head + "'a b': {\"c/d\": 1}\n", "/a b/c~1d", "3:16 1"},
	{"escaped key", head + `"a\x2eb": 7`, "/a.b", "3:11 7"},
	{"tilde in key", head + "a~b: 7\n", "/a~0b", "3:6 7"},
	{"literal block", head + "a: |-  # why\n  text\n  ---\nb: 1\n", "/a", "3:4 |-"},
	{"folded block", head + "a: >2\n   text\n", "/a", "3:4 >2"},
	{"behind a block", head + "a: |\n  ---\n  b: 2\nb: 1\n", "/b", "6:4 1"},
	{"folded plain", head + "a: one\n  two\n\n  three\nb: 1\n", "/a", "3:4 one⏎  two⏎⏎  three"},
	{"folded quotes", head + "a: \"one\n  two\"\n", "/a", "3:4 \"one⏎  two\""},
	{"empty value", head + "a:\nb: 1\n", "/a", "3:1 a"},
	{"null", head + "a: ~\n", "/a", "3:4 ~"},
	{"element of mappings", head + "c:\n- name: x\n  image: y\n", "/c/0", "4:3 name"},
	{"element of lists", head + "c:\n- - 1\n  - 2\n", "/c/0/1", "5:5 2"},
	{"empty element", head + "c: [{}]\n", "/c/0", "3:5 {"},
	{"missing field", head + "spec:\n  containers:\n  - name: x\n", "/spec/containers/0/securityContext/runAsUser", "5:5 name"},
	{"missing below a mapping", head + "spec:\n  sc: {a: 1}\n", "/spec/sc/b", "4:3 sc"},
	{"missing below a scalar", head + "spec: 1\n", "/spec/a/b", "3:1 spec"},
	{"missing element", head + "c: [1]\n", "/c/1", "3:1 c"},
	{"no index", head + "c: [1, 2]\n", "/c/01", "3:1 c"},
	{"missing at the root", head + "spec: {}\n", "/metadata/name", "2:1 kind"},
	{"root", head, "", "2:1 kind"},
	{"alias of a scalar", head + "a: &u 0\nb: *u\n", "/b", "3:7 0"},
	{"alias of a mapping", head + "a: &m\n  u: 5\nb: *m\n", "/b/u", "4:6 5"},
	{"alias itself", head + "a: &m\n  u: 5\nb: *m\n", "/b", "5:1 b"},
	{"alias in a list", head + "a: &m {u: 5}\nb: [*m]\n", "/b/0", "3:8 u"},
	{"merge key", head + "a: &m {u: 5, v: 6}\nb:\n  <<: *m\n  v: 7\n", "/b/u", "3:11 5"},
	{"over a merge key", head + "a: &m {u: 5, v: 6}\nb:\n  <<: *m\n  v: 7\n", "/b/v", "6:6 7"},
	{"merge key wins behind", head + "a: &m {v: 6}\nb:\n  v: 7\n  <<: *m\n", "/b/v", "3:11 6"},
	{"merge list", head + "a: &m {v: 6}\nc: &n {v: 8, w: 9}\nb: {<<: [*m, *n]}\n", "/b/v", "3:11 6"},
	{"merge list second", head + "a: &m {v: 6}\nc: &n {v: 8, w: 9}\nb: {<<: [*m, *n]}\n", "/b/w", "4:17 9"},
	{"anchor and tag", head + "a: &x !!str 5\n", "/a", "3:13 5"},
	{"anchor on its line", head + "a: &x # c\n  word\n", "/a", "4:3 word"},
	{"integer key", head + "a: {80: x, 0x51: y}\n", "/a/81", "3:18 y"},
	{"boolean key", head + "a: {yes: x, \"yes\": y}\n", "/a/true", "3:10 x"},
	{"quoted boolean key", head + "a: {yes: x, \"yes\": y}\n", "/a/yes", "3:20 y"},
	{"float key", head + "a: {1.50: x}\n", "/a/1.5", "3:11 x"},
	{"tagged key", head + "a: {!!int \"7\": x}\n", "/a/7", "3:16 x"},
	{"explicit key", head + "? a\n: x\n", "/a", "4:3 x"},
	{"runes before", head + "a: {ключ: ж, b: 日本}\n", "/a/b", "3:17 日本"},
	{"wide runes", head + "\"😀\": {b: 1}\n", "/😀/b", "3:10 1"},
	{"CRLF", strings.ReplaceAll(head+"a:\n  b: 1\n", "\n", "\r\n"), "/a/b", "4:6 1"},
	{"next line inside", head + "a: \"x\u0085y\"\nb: 1\n", "/b", "4:4 1"},
	{"comments", "# c\n\n" + head + "# d\na: 1\n", "/a", "6:4 1"},
	{"separator first", "---\n" + head + "a: 1\n", "/a", "4:4 1"},
	{"directive", "%YAML 1.1\n---\n" + head + "a: 1\n", "/a", "5:4 1"},
	{"JSON", "{\"apiVersion\": \"v1\", \"kind\": \"T\",\n\t\"a\": {\"b\": [1, \"x\"]}}", "/a/b/1", "2:17 \"x\""},
	{"JSON pairs", "{\"apiVersion\":\"v1\",\"kind\":\"T\",\"s\":\"\\ud83d\\ude00\",\n\"a\":1}", "/a", "2:5 1"},
	{"JSON escaped backslash", `{"apiVersion":"v1","kind":"T","s":"\\ud83d","a":1}`, "/a", "1:49 1"},
	{"JSON missing", "{\"apiVersion\":\"v1\",\n\"kind\":\"T\"}", "/spec", "2:1 \"kind\""},
}

func TestLocate(t *testing.T) {
	for _, c := range locations {
		t.Run(c.name, func(t *testing.T) {
			o := single(t, c.text)
			l := o.Locate(c.pointer)
			text := strings.ReplaceAll(c.text, "\u0085", " ")
			if got := shownAt(text, l); got != c.want {
				t.Errorf("Locate(%s) = %s, want %s", c.pointer, got, c.want)
			}
			if l.File != "f.yaml" || l.Precision != finding.PrecisionExact {
				t.Errorf("location: %+v", l)
			}
			if line := strings.Split(c.text, "\n")[l.Line-1]; l.Snippet != strings.TrimSuffix(line, "\r") {
				t.Errorf("snippet %q, want %q", l.Snippet, line)
			}
		})
	}
}

// A second document, an item of a List and a second JSON value have the lines of the file.
func TestLocateInStream(t *testing.T) {
	text := "# first\n" + head + "a: 1\n--- # second\n" +
		"apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Thing\n  a: 2\n" +
		"- {apiVersion: v1, kind: Thing, a: 3}\n---\n" +
		"{\"apiVersion\":\"v1\",\"kind\":\"T\",\"a\":4}{\"apiVersion\":\"v1\",\"kind\":\"T\",\n\"a\":5}\n"
	o := collect(t, new(Reader), text)
	var got []string
	for _, obj := range o.objects {
		got = append(got, fmt.Sprintf("%d/%d %s | %s", obj.Document, obj.Item,
			shownAt(text, obj.Locate("/a")), shownAt(text, obj.Locate("/b"))))
	}
	want := []string{
		"0/-1 4:4 1 | 3:1 kind",
		"1/0 11:6 2 | 10:3 kind",
		"1/1 12:36 3 | 12:20 kind",
		"2/-1 14:35 4 | 14:20 \"kind\"",
		"3/-1 15:5 5 | 14:56 \"kind\"",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s\nerrors %v", strings.Join(got, "\n"), strings.Join(want, "\n"), o.errs)
	}
}

// What go.yaml.in/yaml/v3 cannot read has the place of its document, and says that this is not exact.
func TestLocateWithoutTree(t *testing.T) {
	d := &document{text: &text{file: "f", data: []byte("x: 1\n# c\n\n  a: [\n")}, start: 5, end: 17}
	l := places{document: d}.locate("/a")
	if l.Line != 4 || l.Column != 3 || l.Precision != finding.PrecisionResource {
		t.Errorf("location %+v", l)
	}
}

func TestLocateTwice(t *testing.T) {
	o := single(t, head+"a: 1\n")
	done := make(chan finding.Location, 2)
	for range 2 {
		go func() { done <- o.Locate("/a") }()
	}
	if a, b := <-done, <-done; a != b || a.Line != 3 {
		t.Errorf("%+v, %+v", a, b)
	}
}

// The cost of merge keys that name each other over and over is bounded.
func TestLocateMergeBomb(t *testing.T) {
	var b strings.Builder
	b.WriteString(head + "a0: &a0 {x: 1}\n")
	for i := 1; i <= 12; i++ {
		fmt.Fprintf(&b, "a%d: &a%d {<<: [*a%d, *a%d, *a%d]}\n", i, i, i-1, i-1, i-1)
	}
	for e := range new(Reader).Stream(context.Background(), "", "f", strings.NewReader(b.String())) {
		if e.Object == nil {
			continue // refused as a bomb: as good
		}
		if l := e.Object.Locate("/a12/y"); l.Line != 15 {
			t.Errorf("line %d", l.Line)
		}
	}
}
