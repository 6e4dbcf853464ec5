package fix_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/fix"
	"github.com/hullcheck/hullcheck/pkg/fix/yamledit"
	"github.com/hullcheck/hullcheck/pkg/manifest"
)

// at is a finding of a rule at a path of the only object.
func at(rule, path, container string) *finding.Finding {
	return &finding.Finding{Rule: rule, Path: path, Subject: finding.Subject{Container: container}}
}

const head = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\nspec:\n"

var desks = []struct {
	name, text, want string
	findings         []*finding.Finding
	left             []string
}{
	{
		"a volume of its own name for each container",
		head + "  containers:\n  - name: a\n    image: x/y:1\n  - name: b\n    image: x/y:1\n  volumes:\n  - name: tmp\n    emptyDir: {}\n",
		head + "  containers:\n  - name: a\n    image: x/y:1\n" +
			"    securityContext:\n      readOnlyRootFilesystem: true\n    volumeMounts:\n    - name: tmp-2\n      mountPath: /tmp\n" +
			"  - name: b\n    image: x/y:1\n" +
			"    securityContext:\n      readOnlyRootFilesystem: true\n    volumeMounts:\n    - name: tmp-3\n      mountPath: /tmp\n" +
			"  volumes:\n  - name: tmp\n    emptyDir: {}\n  - name: tmp-2\n    emptyDir: {}\n  - name: tmp-3\n    emptyDir: {}\n",
		[]*finding.Finding{
			at("workload/read-only-root-filesystem", "/spec/containers/0/securityContext/readOnlyRootFilesystem", "a"),
			at("workload/read-only-root-filesystem", "/spec/containers/1/securityContext/readOnlyRootFilesystem", "b"),
		},
		nil,
	},
	{
		"what is mounted is writable already",
		head + "  containers:\n  - name: a\n    image: x/y:1\n    volumeMounts: [{name: t, mountPath: /tmp/}]\n  volumes: [{name: t}]\n",
		head + "  containers:\n  - name: a\n    image: x/y:1\n    volumeMounts: [{name: t, mountPath: /tmp/}]\n" +
			"    securityContext:\n      readOnlyRootFilesystem: true\n  volumes: [{name: t}]\n",
		[]*finding.Finding{at("workload/read-only-root-filesystem", "/spec/containers/0", "a")},
		nil,
	},
	{
		"an anchor of which only one is to change: the mount goes with the root",
		head + "  containers:\n  - name: a\n    image: x/y:1\n    securityContext: &s {privileged: true}\n" +
			"  - name: b\n    image: x/y:1\n    securityContext: *s\n",
		"", // nothing is edited
		[]*finding.Finding{at("workload/read-only-root-filesystem", "/spec/containers/0", "a")},
		[]string{"an anchor, a merge key or the layout of the text would make more of it than was wanted"},
	},
	{
		"a group without a user moves to the containers that have none",
		head + "  securityContext:\n    runAsGroup: 2000\n  containers:\n  - name: a\n    image: x/y:1\n" +
			"  - name: b\n    image: x/y:1\n    securityContext: {runAsGroup: 1}\n",
		head + "  securityContext: {}\n  containers:\n  - name: a\n    image: x/y:1\n    securityContext:\n      runAsGroup: 2000\n" +
			"  - name: b\n    image: x/y:1\n    securityContext: {runAsGroup: 1}\n",
		[]*finding.Finding{at("runtime/sandbox-fails", "/spec/securityContext/runAsGroup", "a")},
		nil,
	},
	{
		"a misplaced setting goes where it has an effect",
		head + "  readOnlyRootFilesystem: true\n  containers:\n  - name: a\n    image: x/y:1\n",
		head + "  containers:\n  - name: a\n    image: x/y:1\n    securityContext:\n      readOnlyRootFilesystem: true\n",
		[]*finding.Finding{at("workload/unknown-security-field", "/spec/readOnlyRootFilesystem", "")},
		nil,
	},
	{
		"what would be a guess is left",
		head + "  containers:\n  - name: a\n    image: x/y:1\n", "",
		[]*finding.Finding{at("workload/memory-limit", "/spec/containers/0", "a"), at("acme/own-rule", "/spec", "")},
		[]string{"how much memory the program needs is not known", "no edit is known that would be no guess"},
	},
}

func TestDesk(t *testing.T) {
	for _, c := range desks {
		t.Run(c.name, func(t *testing.T) {
			d := fix.NewDesk(fix.Options{})
			if err := d.Add(t.Context(), object(t, c.text), nil, c.findings); err != nil {
				t.Fatal(err)
			}
			out, err := d.Work(t.Context())
			if err != nil || len(out.Errors) > 0 {
				t.Fatal(err, out.Errors)
			}
			got := ""
			for _, f := range out.Files {
				got += string(yamledit.Apply(f.Text, f.Edits))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("text (-want +got):\n%s", diff)
			}
			var left []string
			for _, s := range out.Steps {
				if s.Left != "" {
					left = append(left, s.Left)
				}
			}
			if diff := cmp.Diff(c.left, left); diff != "" {
				t.Errorf("left (-want +got):\n%s", diff)
			}
		})
	}
}

func object(t *testing.T, text string) *manifest.Object {
	t.Helper()
	for e := range (&manifest.Reader{}).Stream(t.Context(), "-", "p.yaml", strings.NewReader(text)) {
		if e.Object == nil {
			t.Fatalf("%+v", e)
		}
		return e.Object
	}
	t.Fatal("no object")
	return nil
}

// TestEachSharesWhatAnAnchorShares: alone, neither finding could be resolved without the other.
func TestEachSharesWhatAnAnchorShares(t *testing.T) {
	text := head + "  containers:\n  - name: a\n    image: x/y:1\n    securityContext: &s {privileged: true}\n" +
		"  - name: b\n    image: x/y:1\n    securityContext: *s\n"
	fs := []*finding.Finding{
		at("workload/privileged", "/spec/containers/0/securityContext/privileged", "a"),
		at("workload/privileged", "/spec/containers/1/securityContext/privileged", "b"),
		at("workload/memory-limit", "/spec/containers/1", "b"),
	}
	if err := fix.Each(t.Context(), object(t, text), nil, fs, fix.Options{}); err != nil {
		t.Fatal(err)
	}
	if fs[0].Fix == nil || fs[0].Fix != fs[1].Fix || fs[2].Fix != nil {
		t.Fatalf("%+v %+v %+v", fs[0].Fix, fs[1].Fix, fs[2].Fix)
	}
	e := fs[0].Fix.Edits
	if len(e) != 1 || e[0].NewText != "false" || e[0].Location.Line != 9 || e[0].Location.Column != 38 || e[0].Location.EndColumn != 42 {
		t.Errorf("%+v", e)
	}
}
