package manifest

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const fromHelm = `---
# Source: shop/templates/cm.yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: c
---
# Source: shop/templates/pod.yaml
# a comment of the template
apiVersion: v1
kind: Pod
metadata:
  name: p
spec:
  hostNetwork: true
---
apiVersion: v1
kind: Pod
metadata:
  name: plain
# Source: not/above.yaml
`

// TestTemplateOnStdin: what helm template writes is located in its template, with the line on standard input beside it. In
// a file, the file is what a person edits.
func TestTemplateOnStdin(t *testing.T) {
	for file, want := range map[string][]string{
		"-": {
			`c shop/templates/cm.yaml:3 resource "metadata:" | -:5`,
			`p shop/templates/pod.yaml:7 resource "  hostNetwork: true" | -:15`,
			`plain -:18 exact "kind: Pod"`,
		},
		"rendered.yaml": {
			`c rendered.yaml:5 exact "metadata:"`, `p rendered.yaml:15 exact "  hostNetwork: true"`,
			`plain rendered.yaml:18 exact "kind: Pod"`,
		},
	} {
		var got []string
		for e := range new(Reader).Stream(context.Background(), "-", file, strings.NewReader(fromHelm)) {
			o := e.Object
			path := map[string]string{"c": "/metadata/labels", "p": "/spec/hostNetwork", "plain": "/spec"}[o.Name]
			l := o.Locate(path)
			line := fmt.Sprintf("%s %s:%d %s %q", o.Name, l.File, l.Line, l.Precision, l.Snippet)
			for _, r := range o.Origins(path) {
				line += fmt.Sprintf(" | %s:%d", r.Location.File, r.Location.Line)
			}
			got = append(got, line)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", file, diff)
		}
	}
}
