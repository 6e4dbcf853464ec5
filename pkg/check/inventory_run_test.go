package check_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/pkg/check"
	"github.com/hullcheck/hullcheck/pkg/config"
	"github.com/hullcheck/hullcheck/pkg/finding"
)

// Objects of several files and Lists are compared with each other, and findings stand at their own lines.
func TestObjectsAreCompared(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	const pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: NAME, namespace: shop, labels: {app: NAME}}\n" +
		"spec:\n  serviceAccountName: NAME\n  containers: [{name: c, image: i}]\n"
	write("a.yaml", "apiVersion: v1\nkind: List\nitems:\n"+
		"- {apiVersion: v1, kind: ConfigMap, metadata: {name: x}}\n- "+
		strings.ReplaceAll(strings.TrimSpace(strings.ReplaceAll(pod, "NAME", "one")), "\n", "\n  ")+"\n")
	write("b.yaml", strings.ReplaceAll(pod, "NAME", "two")+"---\n"+strings.ReplaceAll(pod, "NAME", "three"))
	write("c.yaml", `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: two, namespace: shop}
spec: {podSelector: {matchLabels: {app: two}}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: three}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects: [{kind: ServiceAccount, name: three, namespace: shop}]
`)
	o := options(t, dir)
	o.Images, o.Selection = check.ImagesOff, check.Selection{
		Profile: check.Hardened, Globs: []string{"-*", "+workload/service-account-token", "+network/*"},
	}
	report := run(t, o)
	type place struct {
		rule, file string
		line       int
		path       string
	}
	var got []place
	for _, f := range report.Findings {
		got = append(got, place{f.Rule, filepath.Base(f.Location.File), f.Location.Line, f.Path})
	}
	const token = "/spec/automountServiceAccountToken"
	want := []place{
		{"network/no-network-policy", "a.yaml", 6, ""},
		{"workload/service-account-token", "a.yaml", 8, token},
		{"workload/service-account-token", "b.yaml", 4, token},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(place{})); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	if r := report.Findings[0].Related; len(r) != 1 || filepath.Base(r[0].Location.File) != "b.yaml" || r[0].Location.Line != 9 {
		t.Errorf("related %+v", r)
	}
	if s := report.Findings[1].Subject; s.Kind != "Pod" || s.Namespace != "shop" || s.Name != "one" {
		t.Errorf("subject %+v", s)
	}
	if len(report.Errors) != 0 {
		t.Errorf("errors %+v", report.Errors)
	}
}

// A namespace that is left open may be the one that another manifest of the same folder names, not of any folder.
func TestOpenNamespaces(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"a/pod.yaml": "apiVersion: v1\nkind: Pod\nmetadata: {name: near}\nspec: {containers: [{name: c, image: i}]}\n",
		"b/pod.yaml": "apiVersion: v1\nkind: Pod\nmetadata: {name: far}\nspec: {containers: [{name: c, image: i}]}\n",
		"a/policy.yaml": "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p, namespace: shop}\n" +
			"spec: {podSelector: {}}\n",
	} {
		file := filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, []byte(text), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	o := options(t, dir)
	o.Images, o.Selection = check.ImagesOff, check.Selection{Profile: check.Hardened, Globs: []string{"-*", "+network/*"}}
	report := run(t, o)
	if len(report.Findings) != 1 || report.Findings[0].Subject.Name != "far" || len(report.Findings[0].Related) != 0 {
		t.Errorf("findings %+v", report.Findings)
	}
}

// An exception that an object carries holds for what is found by comparing it, too.
func TestAFindingOfTheInventoryIsExcepted(t *testing.T) {
	o := options(t, "-")
	o.Stdin = strings.NewReader(`apiVersion: v1
kind: Pod
metadata:
  name: p
  annotations: {hullcheck.dev/except.workload.service-account-token: "until=2099-01-01; its binding is elsewhere"}
spec: {containers: [{name: c, image: i}]}
`)
	o.Images = check.ImagesOff
	o.Selection = check.Selection{Profile: check.Hardened, Globs: []string{"-*", "+workload/service-account-token"}}
	o.Agreed = check.Agreed{Ledger: new(config.Ledger), Annotations: true}
	report := run(t, o)
	if len(report.Findings) != 0 || len(report.Exceptions) != 1 || report.Exceptions[0].Finding.Subject.Name != "p" {
		t.Errorf("findings %+v, exceptions %+v", report.Findings, report.Exceptions)
	}
}

// What cannot be compared is an error of the object, said once, and the rest is compared.
func TestAnObjectThatCannotBeCompared(t *testing.T) {
	o := options(t, "-")
	o.Stdin = strings.NewReader("apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: {name: b}\nsubjects: me\n---\n" +
		"apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c, image: i}]}\n")
	o.Images = check.ImagesOff
	report := run(t, o)
	if len(report.Errors) != 1 || report.Errors[0].Location == nil || report.Errors[0].Location.Line != 4 ||
		!strings.HasPrefix(report.Errors[0].Message, "judge RoleBinding b: subjects: the API server wants a list") {
		t.Errorf("errors %+v", report.Errors)
	}
	found := false
	for _, f := range report.Findings {
		found = found || f.Rule == "network/no-network-policy" && f.Severity == finding.Low
	}
	if !found {
		t.Errorf("findings of %v", rulesOf(report))
	}
}
