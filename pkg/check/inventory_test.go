package check

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/pkg/finding"
	"github.com/hullcheck/hullcheck/pkg/manifest"
	"github.com/hullcheck/hullcheck/pkg/policy"
	"github.com/hullcheck/hullcheck/pkg/policy/input"
)

// inventoryOf adds all objects of a text, the last first, and joins them.
func inventoryOf(t *testing.T, text string) *inventory {
	t.Helper()
	var r manifest.Reader
	var objects []*manifest.Object
	for e := range r.Stream(t.Context(), "-", "-", strings.NewReader(text)) {
		if e.Object == nil {
			t.Fatalf("read %+v", e)
		}
		objects = append(objects, e.Object)
	}
	v := newInventory([]finding.Rule{{Input: input.KindInventory}})
	for i := len(objects) - 1; i >= 0; i-- {
		if err := v.add(objects[i], i, nil, alternative{}); err != nil {
			t.Fatal(err)
		}
	}
	v.arrange()
	return v
}

const shop = `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db, namespace: shop, labels: {tier: data}}
spec:
  template:
    metadata: {labels: {app: db}}
    spec:
      imagePullSecrets: [{name: pull}]
      volumes:
        - {name: a, secret: {secretName: tls}}
        - {name: b, configMap: {name: conf}}
        - {name: c, persistentVolumeClaim: {claimName: data}}
        - {name: d, projected: {sources: [{secret: {name: p1}}, {configMap: {name: p2}}, {downwardAPI: {}}]}}
        - {name: e}
      containers:
        - name: db
          image: i
          envFrom: [{secretRef: {name: e1}}, {configMapRef: {name: e2}}]
          env:
            - {name: A, valueFrom: {secretKeyRef: {name: k1, key: k}}}
            - {name: B, valueFrom: {configMapKeyRef: {name: k2, key: k}}}
            - {name: C, value: v}
---
apiVersion: v1
kind: Service
metadata: {name: db, namespace: shop}
spec: {selector: {app: db}}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: db, namespace: shop}
spec: {podSelector: {matchExpressions: [{key: app, operator: In, values: [db]}]}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: db, namespace: shop}
roleRef: {kind: Role, name: db}
subjects: [{kind: ServiceAccount, name: default, namespace: shop}, {kind: User, name: jane}]
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: db, namespace: shop}
spec: {selector: {matchLabels: {app: db}}}
`

func TestInventory(t *testing.T) {
	v := inventoryOf(t, shop)
	want := input.InventoryObject{
		Path: "/objects/0", APIVersion: "apps/v1", ObjectKind: "StatefulSet", Namespace: "shop", Name: "db",
		Labels: map[string]string{"tier": "data"},
		Pods: []input.InventoryPod{{
			Path: "/objects/0/spec/template/spec", Labels: map[string]string{"app": "db"}, AsWritten: true,
			ServiceAccount: "default", TokenMounted: true,
			TokenPath: "/objects/0/spec/template/spec/automountServiceAccountToken",
			BoundBy:   []string{"RoleBinding shop/db"}, NetworkPolicies: []string{"NetworkPolicy shop/db"},
		}},
	}
	at := "/objects/0/spec/template/spec"
	for _, r := range [][3]string{
		{"Secret", "pull", "/imagePullSecrets/0/name"},
		{"Secret", "tls", "/volumes/0/secret/secretName"},
		{"ConfigMap", "conf", "/volumes/1/configMap/name"},
		{"PersistentVolumeClaim", "data", "/volumes/2/persistentVolumeClaim/claimName"},
		{"Secret", "p1", "/volumes/3/projected/sources/0/secret/name"},
		{"ConfigMap", "p2", "/volumes/3/projected/sources/1/configMap/name"},
		{"Secret", "e1", "/containers/0/envFrom/0/secretRef/name"},
		{"ConfigMap", "e2", "/containers/0/envFrom/1/configMapRef/name"},
		{"Secret", "k1", "/containers/0/env/0/valueFrom/secretKeyRef/name"},
		{"ConfigMap", "k2", "/containers/0/env/1/valueFrom/configMapKeyRef/name"},
	} {
		want.References = append(want.References, input.Reference{Kind: r[0], Namespace: "shop", Name: r[1], Path: at + r[2]})
	}
	if diff := cmp.Diff(want, v.entries[0].object); diff != "" {
		t.Errorf("workload (-want +got):\n%s", diff)
	}
	wantSelectors := [][]input.Selector{
		nil,
		{{Path: "/objects/1/spec/selector", MatchLabels: map[string]string{"app": "db"}}},
		{{
			Path:             "/objects/2/spec/podSelector",
			MatchExpressions: []input.Requirement{{Key: "app", Operator: "In", Values: []string{"db"}}},
		}},
		nil,
		{{Path: "/objects/4/spec/selector", MatchLabels: map[string]string{"app": "db"}}},
	}
	for i, want := range wantSelectors {
		if diff := cmp.Diff(want, v.entries[i].object.Selectors); diff != "" {
			t.Errorf("selectors of object %d (-want +got):\n%s", i, diff)
		}
	}
	wantReferences := []input.Reference{
		{Kind: "Role", Namespace: "shop", Name: "db", Path: "/objects/3/roleRef/name"},
		{Kind: "ServiceAccount", Namespace: "shop", Name: "default", Path: "/objects/3/subjects/0/name"},
	}
	if diff := cmp.Diff(wantReferences, v.entries[3].object.References); diff != "" {
		t.Errorf("references of the binding (-want +got):\n%s", diff)
	}
}

// A hit is reported at the object that its path leads to, at the nearest line that was looked up.
func TestInventoryPlaces(t *testing.T) {
	v := inventoryOf(t, shop)
	for path, want := range map[string]struct {
		object, line int
		pointer, pod string
	}{
		"/objects/0": {0, 2, "", ""},
		"/objects/0/spec/template/spec/automountServiceAccountToken": {
			0, 7, "/spec/template/spec/automountServiceAccountToken", "/spec/template/spec",
		},
		"/objects/0/spec/template/spec/volumes/0/secret/secretName": {
			0, 10, "/spec/template/spec/volumes/0/secret/secretName", "/spec/template/spec",
		},
		"/objects/0/spec/replicas":          {0, 2, "/spec/replicas", ""},
		"/objects/2/spec/podSelector/other": {2, 32, "/spec/podSelector/other", ""},
		"/objects/3/roleRef/name":           {3, 37, "/roleRef/name", ""},
	} {
		got, err := v.place(hit{}, policy.Hit{Path: path, Related: []policy.HitRelated{{Message: "m", Path: "/objects/1"}}})
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		if got.object != want.object || got.Location.Line != want.line || got.Path != want.pointer || got.pod != want.pod {
			t.Errorf("%s: object %d, line %d, path %s, pod %s", path, got.object, got.Location.Line, got.Path, got.pod)
		}
		if len(got.Related) != 1 || got.Related[0].Location.Line != 25 {
			t.Errorf("%s: related %+v", path, got.Related)
		}
	}
	for _, path := range []string{"", "/objects", "/objects/", "/objects/9", "/objects/-1", "/objects/x/spec", "/spec"} {
		if got, err := v.place(hit{}, policy.Hit{Path: path}); err == nil {
			t.Errorf("%q: %+v", path, got)
		}
		related := policy.Hit{Path: "/objects/0", Related: []policy.HitRelated{{Message: "m", Path: path}}}
		if got, err := v.place(hit{}, related); err == nil {
			t.Errorf("related %q: %+v", path, got)
		}
	}
}

// The built-in rules point at workloads only: no other object is looked at for lines.
func TestInventoryLooksUpFewLines(t *testing.T) {
	v := newInventory([]finding.Rule{{Input: input.KindInventory, Builtin: true}})
	for _, text := range []string{shop, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n"} {
		if err := v.add(objectOf(t, text), len(v.entries), nil, alternative{}); err != nil {
			t.Fatal(err)
		}
	}
	if len(v.entries[0].lines) == 0 || len(v.entries[1].lines) != 0 {
		t.Errorf("lines %v, %v", v.entries[0].lines, v.entries[1].lines)
	}
	none := newInventory([]finding.Rule{{Input: input.KindObject}})
	if err := none.add(objectOf(t, shop), 1, nil, alternative{}); err != nil || len(none.entries) != 0 {
		t.Errorf("kept without a rule that asks: %v, %v", none.entries, err)
	}
}
