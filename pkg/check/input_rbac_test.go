package check

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hullcheck/hullcheck/pkg/policy/input"
)

const rbacHead = "apiVersion: rbac.authorization.k8s.io/v1\nkind: "

func TestRBACInputOfARole(t *testing.T) {
	for _, kind := range []string{"Role", "ClusterRole"} {
		got, err := rbacInput(objectOf(t, rbacHead+kind+`
metadata: {name: r}
rules:
  - {apiGroups: [""], resources: [secrets], verbs: [get], resourceNames: [a]}
  - {nonResourceURLs: [/metrics], verbs: [get]}
`))
		want := input.RBAC{Subjects: []input.RBACSubject{}, Aggregations: []input.RBACAggregation{}, Rules: []input.RBACRule{
			{
				Path: "/rules/0", APIGroups: []string{""}, Resources: []string{"secrets"}, ResourceNames: []string{"a"},
				Verbs: []string{"get"}, NonResourceURLs: []string{},
			},
			{
				Path: "/rules/1", APIGroups: []string{}, Resources: []string{}, ResourceNames: []string{},
				Verbs: []string{"get"}, NonResourceURLs: []string{"/metrics"},
			},
		}}
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got):\n%s", kind, err, diff)
		}
	}
}

func TestRBACInputOfABinding(t *testing.T) {
	got, err := rbacInput(objectOf(t, strings.Replace(rbacHead, "v1", "v1beta1", 1)+`RoleBinding
metadata: {name: b}
roleRef: {kind: Role, name: r, apiGroup: rbac.authorization.k8s.io}
subjects: [{kind: User, name: u}, {kind: ServiceAccount, name: s, namespace: shop}]
`))
	want := input.RBAC{
		Rules: []input.RBACRule{}, Aggregations: []input.RBACAggregation{},
		Role: input.RBACRole{Kind: "Role", Name: "r", Path: "/roleRef/name"},
		Subjects: []input.RBACSubject{
			{Kind: "User", Name: "u", Path: "/subjects/0"},
			{Kind: "ServiceAccount", Name: "s", Namespace: "shop", Path: "/subjects/1"},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}

// Other groups and kinds are none of RBAC.
func TestRBACInputOfOthers(t *testing.T) {
	const rules = "metadata: {name: r}\nrules: [{apiGroups: ['*'], resources: ['*'], verbs: ['*']}]\n"
	for name, text := range map[string]string{
		"another group": "apiVersion: example.com/v1\nkind: ClusterRole\n" + rules,
		"another kind":  rbacHead + "RoleList2\n" + rules,
		"empty":         rbacHead + "Role\nmetadata: {name: r}\nrules:\n",
		"a role's own":  rbacHead + "Role\nmetadata: {name: r}\nroleRef: {kind: ClusterRole, name: cluster-admin}\n",
	} {
		got, err := rbacInput(objectOf(t, text))
		want := input.RBAC{Rules: []input.RBACRule{}, Aggregations: []input.RBACAggregation{}, Subjects: []input.RBACSubject{}}
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got):\n%s", name, err, diff)
		}
	}
}

func TestRBACInputThatTheAPIServerRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"Role\nmetadata: {name: r}\nrules: [{verbs: '*'}]\n":                                                                          `4:17: rules[0].verbs: the API server wants a list, not the string "*"`,
		"Role\nmetadata: {name: r}\nrules: {verbs: [get]}\n":                                                                          `4:1: rules: the API server wants a list, not a mapping`,
		"RoleBinding\nmetadata: {name: r}\nroleRef: cluster-admin\n":                                                                  `4:10: roleRef: the API server wants a mapping, not the string "cluster-admin"`,
		"ClusterRole\nmetadata: {name: r}\naggregationRule: {clusterRoleSelectors: [{matchExpressions: [{key: a, operator: Is}]}]}\n": `aggregationRule.clusterRoleSelectors[0]: "Is" is not a valid label selector operator`,
		"RoleBinding\nmetadata: {name: r}\nsubjects: [{name: a}, {name: 1}]\n":                                                        `4:30: subjects[1].name: the API server wants a string, not 1`,
	} {
		if got, err := rbacInput(objectOf(t, rbacHead+text)); err == nil || !strings.HasSuffix(err.Error(), want) {
			t.Errorf("%s: %+v, %v, want %s", text, got, err, want)
		}
	}
}

// An aggregated role has the rules of those that it selects, not those that are written. The role cluster-admin has one label.
func TestRBACInputOfAnAggregatedRole(t *testing.T) {
	for selector, selects := range map[string]bool{
		"{}":                true,
		"{matchLabels: {}}": true,
		"{matchLabels: {kubernetes.io/bootstrapping: rbac-defaults}}":                      true,
		"{matchExpressions: [{key: acme, operator: DoesNotExist}]}":                        true,
		"{matchExpressions: [{key: acme, operator: NotIn, values: [x]}]}":                  true,
		"{matchLabels: {rbac.authorization.k8s.io/aggregate-to-admin: 'true'}}":            false,
		"{matchExpressions: [{key: kubernetes.io/bootstrapping, operator: DoesNotExist}]}": false,
	} {
		got, err := rbacInput(objectOf(t, rbacHead+"ClusterRole\nmetadata: {name: r}\n"+
			"aggregationRule: {clusterRoleSelectors: [{matchLabels: {a: b}}, "+selector+"]}\n"+
			"rules: [{apiGroups: ['*'], resources: ['*'], verbs: ['*']}]\n"))
		want := []input.RBACAggregation{
			{Path: "/aggregationRule/clusterRoleSelectors/0"},
			{Path: "/aggregationRule/clusterRoleSelectors/1", ClusterAdmin: selects},
		}
		if diff := cmp.Diff(want, got.Aggregations); diff != "" || err != nil || len(got.Rules) != 0 {
			t.Errorf("%s: %v (-want +got):\n%s", selector, err, diff)
		}
	}
}

// A Role has no aggregationRule: the API server drops it, and the rules count.
func TestRBACInputOfARoleThatLooksAggregated(t *testing.T) {
	got, err := rbacInput(objectOf(t, rbacHead+"Role\nmetadata: {name: r}\n"+
		"aggregationRule: {clusterRoleSelectors: [{}]}\nrules: [{apiGroups: ['*'], resources: ['*'], verbs: ['*']}]\n"))
	if err != nil || len(got.Rules) != 1 || len(got.Aggregations) != 0 {
		t.Errorf("%+v, %v", got, err)
	}
}
