package manifest

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/pkg/jsonpointer"
)

// summary writes what was yielded in a line each.
func (o outcome) summary() []string {
	var all []string
	for _, obj := range o.objects {
		all = append(all, fmt.Sprintf("%d/%d %s %s %s", obj.Document, obj.Item, obj.APIVersion, obj.Kind, obj.Name))
	}
	for _, s := range o.skipped {
		all = append(all, "skipped "+strings.TrimPrefix(s, "f.yaml: "))
	}
	for _, e := range o.errs {
		all = append(all, "error "+e.Error())
	}
	return all
}

func object(name string) string { return "apiVersion: v1\nkind: A\nmetadata: {name: " + name + "}\n" }

var streams = []struct {
	name, text string
	want       []string
}{
	{"nothing", "", []string{"skipped empty"}},
	{"only comments", "# a\n---\n# b\n", []string{"skipped empty"}},
	{"no object", "a: 1\n---\n[1]\n", []string{"skipped not a Kubernetes object"}},
	{"no object, with the keys", "a: {apiVersion: v1, kind: A}\n", []string{"skipped not a Kubernetes object"}},
	{"text", "apiVersion kind\n", []string{"skipped not a Kubernetes object"}},
	{"broken, but nobody's", "a: [\n", []string{"skipped not a Kubernetes object"}},
	{"kind only", "kind: A\nmetadata: {name: apiVersion}\n", []string{"error f.yaml:1:1: apiVersion is missing, so nobody can tell what this is"}},
	{"chart", "apiVersion: v2\nname: kind\n", []string{"skipped not a Kubernetes object"}},
	{"empty documents", "---\n---\n" + object("a") + "---\n# b\n---\n" + object("b") + "---\n", []string{"0/-1 v1 A a", "1/-1 v1 A b"}},
	{"one stranger", object("a") + "---\n\nb: 1\n", []string{"0/-1 v1 A a", "skipped the document at line 6 is not a Kubernetes object"}},
	{"strangers", "b: 1\n---\n" + object("a") + "---\nb: 1\n", []string{
		"1/-1 v1 A a", "skipped 2 documents are not Kubernetes objects, the first at line 1",
	}},
	{"separators", object("a") + "---  # why\n" + object("b") + "---#x\n" + object("c") + "--- \r\n" + object("d"), []string{
		"0/-1 v1 A a", "1/-1 v1 A b", "2/-1 v1 A c", "3/-1 v1 A d",
	}},
	{"no separator", object("a") + "t: |\n ---\n x\n ---\n" + "u: '\n  ---'\n", []string{"0/-1 v1 A a"}},
	{"glued stranger", "--- a\n---\n" + object("a"), []string{"1/-1 v1 A a", "skipped the document at line 1 is not a Kubernetes object"}},
	{"end marks", object("a") + "...\n---\n" + object("b") + "...\n# c\n", []string{"0/-1 v1 A a", "1/-1 v1 A b"}},
	{"end mark in text", object("a") + "t: |\n  ...\n  apiVersion kind\n", []string{"0/-1 v1 A a"}},
	{"directives", "%YAML 1.1\n# c\n---\n" + object("a") + "...\n%TAG ! !x\n---\n" + object("b"), []string{"0/-1 v1 A a", "1/-1 v1 A b"}},
	{"anchors end with their document", "apiVersion: v1\nkind: A\nmetadata: &m {name: a}\n---\napiVersion: v1\nkind: A\nmetadata: &m {name: b}\nc: *m\n", []string{
		"0/-1 v1 A a", "1/-1 v1 A b",
	}},
	{"merge keys may be overridden", "apiVersion: v1\nkind: A\nx: &x {name: x, a: 1}\nmetadata: {<<: *x, name: b}\n", []string{"0/-1 v1 A b"}},
	{"items of a kind that is no List", "apiVersion: v1\nkind: Bundle\nitems:\n- {apiVersion: v1, kind: A, metadata: {name: a}}\n", []string{
		"0/0 v1 A a",
	}},
	{"items that are no objects", "apiVersion: v1\nkind: Bundle\nmetadata: {name: b}\nitems: [a, {kind: A}]\n", []string{"0/-1 v1 Bundle b"}},
	{"flow", "{apiVersion: v1, kind: A, metadata: {name: a}} # c\n", []string{"0/-1 v1 A a"}},
	{"flow, stranger behind", "{apiVersion: v1, kind: A, metadata: {name: 'a}', b: \"}\"}}\nb: 1\n", []string{"0/-1 v1 A a}"}},
	{"JSON values", `{"apiVersion":"v1","kind":"A"} {"apiVersion":"v1","kind":"B"}{"c":1}` + "\n---\n" + object("d"), []string{
		"0/-1 v1 A ", "1/-1 v1 B ", "3/-1 v1 A d", "skipped the document at line 1 is not a Kubernetes object",
	}},
	{"JSON array", `[{"apiVersion":"v1","kind":"A"}]`, []string{"error f.yaml:1:3: kubectl does not read objects in a bare list"}},
	{"escaped keys", `{"api\u0056ersion":"v1","\x6bind":"A"}`, []string{"0/-1 v1 A "}},
	{"List", "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: A}\n- {apiVersion: v1, kind: List, items: [{apiVersion: v1, kind: B}]}\n", []string{
		"0/0 v1 A ", "0/0 v1 B ",
	}},
	{"typed list", "apiVersion: v1\nkind: PodList\nitems:\n- metadata: {name: a}\n  spec: {hostPID: yes}\n- {apiVersion: v1, kind: Pod, metadata: {name: b}}\n", []string{
		"0/0 v1 Pod a", "0/1 v1 Pod b",
	}},
	{"empty List", "apiVersion: v1\nkind: List\nitems: []\n", nil},
	{"no List", "apiVersion: v1\nkind: AllowList\nitems: {a: 1}\n", []string{"0/-1 v1 AllowList "}},
	{"kustomization", "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n", []string{
		"skipped a kustomization; name its folder to build it",
	}},
}

func TestStream(t *testing.T) {
	for _, c := range streams {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, collect(t, new(Reader), c.text).summary()); diff != "" {
				t.Error("-want +got:\n" + diff)
			}
		})
	}
}

// Items of a typed list are judged as the kind that they leave out.
func TestTypedList(t *testing.T) {
	o := single(t, "apiVersion: v1\nkind: PodList\nitems:\n- spec: {runAsUser: 1, containers: [{name: a}]}\n")
	if len(o.Pods) != 1 || len(o.Unknown) != 1 || o.Value()["kind"] != "Pod" || o.Value()["apiVersion"] != "v1" {
		t.Errorf("%+v", o)
	}
	if got := o.Locate(o.Unknown[0].Path); got.Line != 4 || got.Column != 21 {
		t.Errorf("%+v", got)
	}
}

func TestHelmSource(t *testing.T) {
	o := collect(t, new(Reader), "---\n# Source: api/templates/a.yaml\n"+thing+"---\n"+thing+"x: |\n  # Source: no\n# Source: no\n")
	if got := []string{o.objects[0].Template, o.objects[1].Template}; got[0] != "api/templates/a.yaml" || got[1] != "" {
		t.Errorf("%q", got)
	}
}

// A large text is searched piece by piece; keys that lie across two pieces are found.
func TestMayStreamObject(t *testing.T) {
	fill := bytes.Repeat([]byte("x"), 256<<10)
	for cut := range len("apiVersion") {
		text := append(append(bytes.Clone(fill[cut:]), "apiVersion"...), fill...)
		for want, tail := range map[bool]string{true: "kind", false: "kin"} {
			got, err := mayStreamObject(bytes.NewReader(append(bytes.Clone(text), tail...)))
			if got != want || err != nil {
				t.Errorf("cut %d, %q: %v %v", cut, tail, got, err)
			}
		}
	}
	if _, err := mayStreamObject(iotest.TimeoutReader(bytes.NewReader(append(fill, fill...)))); !errors.Is(err, iotest.ErrTimeout) {
		t.Errorf("error %v", err)
	}
}

func TestPointers(t *testing.T) {
	value := map[string]any{"a/b": []any{map[string]any{"~": 1}}}
	if jsonpointer.At(value, "/a~1b/0/~0") != 1 || jsonpointer.At(value, "/a~1b/1") != nil || jsonpointer.At(value, "/a~1b/0/~0/x") != nil {
		t.Error("at")
	}
	if got := FieldPath("/spec/containers/0/a.b/c"); got != `spec.containers[0]["a.b"].c` {
		t.Error(got)
	}
	if jsonpointer.Child("", "a/b~") != "/a~1b~0" || jsonpointer.Element("/x", 3) != "/x/3" {
		t.Error("child, element")
	}
}
