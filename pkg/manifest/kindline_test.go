package manifest

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The line of the key kind is the same whether it is found in the text or in the tree.
func TestKindLineIsThatOfTheTree(t *testing.T) {
	const rest = "metadata:\n  name: x\n"
	for name, text := range map[string]string{
		"first":             "kind: A\napiVersion: v1\n" + rest,
		"second":            "apiVersion: v1\nkind: A\n" + rest,
		"last":              "apiVersion: v1\n" + rest + "kind: A\n",
		"behind comments":   "# kind: B\n\napiVersion: v1\n# kind: B\nkind: A\n" + rest,
		"with line feeds":   "apiVersion: v1\r\nkind: A\r\nmetadata:\r\n  name: x\r\n",
		"in a block":        "apiVersion: v1\nkind: A\n" + rest + "data:\n  a: |\n    kind: B\n",
		"in flow style":     "apiVersion: v1\nkind: A\nmetadata: {\nname: x,\nkind: B}\n",
		"in flow style, it": "apiVersion: v1\nmetadata: {\nkind: B, name: x}\n\"kind\": A\n",
		"quoted":            "apiVersion: v1\n'kind': A\n" + rest,
		"quoted, and other": "apiVersion: v1\n\"kind\": A\nmetadata:\n  name: x\n  b: \"\nkind: B\"\n",
		"indented":          "  apiVersion: v1\n  kind: A\n  metadata:\n    name: x\n",
		"flow":              "{apiVersion: v1,\nkind: A,\nmetadata: {name: x}}\n",
		"JSON":              "{\"apiVersion\": \"v1\",\n\"kind\": \"A\",\n\"metadata\": {\"name\": \"x\"}}\n",
		"escaped":           "apiVersion: v1\n\"\\x6bind\": A\nmetadata: {\nkind: B, name: x}\n",
		"explicit keys":     "? apiVersion\n: v1\n? kind\n: A\n? metadata\n: name: x\n",
		"two documents":     "apiVersion: v1\nkind: A\n" + rest + "---\nkind: B\napiVersion: v1\n" + rest,
	} {
		t.Run(name, func(t *testing.T) {
			for e := range new(Reader).Stream(context.Background(), "-", "x.yaml", strings.NewReader(text)) {
				if e.Object != nil {
					compareKindLine(t, e.Object)
				}
			}
		})
	}
}

func TestKindLineOfRealManifests(t *testing.T) {
	const corpus = "../../testdata/corpus"
	found := 0
	for e := range new(Reader).Dir(context.Background(), "corpus", corpus) {
		if e.Object != nil && compareKindLine(t, e.Object) {
			found++
		}
	}
	if found < 300 {
		t.Errorf("%d objects were located by their text", found)
	}
}

// compareKindLine tells whether the text was enough.
func compareKindLine(t *testing.T, o *Object) bool {
	t.Helper()
	at, ok := o.places.(places)
	if !ok || at.base != "" {
		return false
	}
	root := at.tree()
	if root == nil {
		t.Fatalf("%s cannot be read", o.File)
	}
	if diff := cmp.Diff(at.locationOf(objectKey(deref(root))), o.Locate("")); diff != "" {
		t.Errorf("%s, %s: (-tree +text)\n%s", o.File, o.Kind, diff)
	}
	return at.kindLine() >= 0
}
