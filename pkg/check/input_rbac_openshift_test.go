package check

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/pkg/policy/input"
)

const openShiftHead = "apiVersion: authorization.openshift.io/v1\nkind: "

func TestRBACInputOfOpenShiftRoles(t *testing.T) {
	got, err := rbacInput(objectOf(t, openShiftHead+`ClusterRole
metadata: {name: r}
rules:
  - {apiGroups: null, attributeRestrictions: null, resources: [secrets], verbs: [get]}
  - {apiGroups: [apps], resources: [deployments], verbs: [list]}
  - {nonResourceURLs: [/metrics], verbs: [get]}
`))
	var groups [][]string
	for _, r := range got.Rules {
		groups = append(groups, r.APIGroups)
	}
	if diff := cmp.Diff([][]string{{""}, {"apps"}, {}}, groups); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}

func TestRBACInputOfOpenShiftBindings(t *testing.T) {
	account := input.RBACSubject{Kind: "ServiceAccount", Name: "s", Namespace: "shop", Path: "/subjects/0"}
	for text, want := range map[string]input.RBAC{
		"ClusterRoleBinding\nroleRef: {name: cluster-admin}\nsubjects: [{kind: ServiceAccount, name: s, namespace: shop}]\n": {
			Role: input.RBACRole{Kind: "ClusterRole", Name: "cluster-admin"}, Subjects: []input.RBACSubject{account},
		},
		"RoleBinding\nroleRef: {name: r, namespace: shop}\nsubjects: [{kind: ServiceAccount, name: s, namespace: shop}]\n": {
			Role: input.RBACRole{Kind: "Role", Name: "r"}, Subjects: []input.RBACSubject{account},
		},
		"RoleBinding\nroleRef: {name: edit}\nsubjects: [{kind: SystemUser, name: system:admin}]\n": {
			Role:     input.RBACRole{Kind: "ClusterRole", Name: "edit"},
			Subjects: []input.RBACSubject{{Kind: "User", Name: "system:admin", Path: "/subjects/0"}},
		},
		"RoleBinding\nroleRef: {name: edit}\nsubjects: [{kind: User, name: a}]\nuserNames: [b]\ngroupNames: [c]\n": {
			Role: input.RBACRole{Kind: "ClusterRole", Name: "edit"},
			Subjects: []input.RBACSubject{
				{Kind: "User", Name: "b", Path: "/userNames/0"}, {Kind: "Group", Name: "c", Path: "/groupNames/0"},
			},
		},
	} {
		got, err := rbacInput(objectOf(t, openShiftHead+strings.Replace(text, "\n", "\nmetadata: {name: b}\n", 1)))
		want.Rules, want.Aggregations, want.Role.Path = []input.RBACRule{}, []input.RBACAggregation{}, "/roleRef/name"
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got):\n%s", text, err, diff)
		}
	}
}
