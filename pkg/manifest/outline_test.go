package manifest

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const definition = "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\n"

func TestOutline(t *testing.T) {
	const meta = "metadata:\n  name: x\n  labels:\n    a: b\n"
	whole := map[string]any{"group": "x"}
	for name, tc := range map[string]struct {
		text string
		spec any
	}{
		"a schema is not decoded":  {definition + meta + "spec:\n  group: x\n", nil},
		"not even a faulty one":    {definition + meta + "spec:\n  group: x\n  group: y\n", nil},
		"metadata behind it":       {definition + "spec:\n  group: x\n" + meta, nil},
		"comments and empty lines": {"# a\n\n" + definition + "\n# b\n" + meta + "\n# c\nspec:\n  group: x\n", nil},
		"a list at the margin":     {definition + meta + "spec:\n- group: x\n", nil},
		"another group":            {"apiVersion: acme.example/v1\nkind: CustomResourceDefinition\n" + meta + "spec:\n  group: x\n", whole},
		"another kind":             {"apiVersion: apiextensions.k8s.io/v1\nkind: Thing\n" + meta + "spec:\n  group: x\n", whole},
		"in flow style":            {"{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: x, labels: {a: b}}, spec: {group: x}}", whole},
		"with quoted metadata":     {definition + "\"metadata\":\n  name: x\n  labels:\n    a: b\nspec:\n  group: x\n", whole},
		"with an alias":            {definition + meta + "spec: &s\n  group: x\nother: *s\n", whole},
	} {
		t.Run(name, func(t *testing.T) {
			var met int
			for e := range new(Reader).Stream(context.Background(), "-", "x.yaml", strings.NewReader(tc.text)) {
				if e.Object == nil {
					t.Fatalf("%+v", e)
				}
				met++
				o := e.Object
				if o.Name != "x" || o.Labels["a"] != "b" {
					t.Errorf("name %q, labels %v", o.Name, o.Labels)
				}
				if diff := cmp.Diff(tc.spec, o.Value()["spec"]); diff != "" {
					t.Errorf("spec (-want +got):\n%s", diff)
				}
				if at := o.Locate("/spec/group"); strings.Contains(tc.text, "  group: x") && !strings.HasPrefix(at.Snippet, "  group: ") {
					t.Errorf("the field is at %+v", at)
				}
			}
			if met != 1 {
				t.Errorf("%d objects", met)
			}
		})
	}
}
