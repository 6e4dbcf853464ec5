package check

import (
	"strings"

	rbacv1 "k8s.io/api/rbac/v1"

	"github.com/hullcheck/hullcheck/pkg/manifest"
	"github.com/hullcheck/hullcheck/pkg/policy/input"
)

// anyRBAC has the fields of all four kinds of RBAC that matter here.
type anyRBAC struct {
	Rules           []rbacv1.PolicyRule     `json:"rules"`
	AggregationRule *rbacv1.AggregationRule `json:"aggregationRule"`
	RoleRef         rbacv1.RoleRef          `json:"roleRef"`
	Subjects        []rbacv1.Subject        `json:"subjects"`
}

// rbacInput reads an object of RBAC, in any version of its API: they differ in nothing that is read here. An error is for
// one that the API server would refuse.
func rbacInput(o *manifest.Object) (input.RBAC, error) {
	out := input.RBAC{Rules: []input.RBACRule{}, Subjects: []input.RBACSubject{}}
	if group, _, _ := strings.Cut(o.APIVersion, "/"); group != rbacv1.GroupName {
		return out, nil
	}
	var in anyRBAC
	if err := manifest.Decode(o, &in); err != nil {
		return out, err
	}
	switch o.Kind {
	case "Role", "ClusterRole":
		if in.AggregationRule == nil {
			out.Rules = rbacRules(in.Rules)
		}
	case "RoleBinding", "ClusterRoleBinding":
		out.Role = input.RBACRole{Kind: in.RoleRef.Kind, Name: in.RoleRef.Name, Path: "/roleRef/name"}
		for i, s := range in.Subjects {
			out.Subjects = append(out.Subjects, input.RBACSubject{
				Kind: s.Kind, Name: s.Name, Namespace: s.Namespace, Path: "/subjects/" + itoa(i),
			})
		}
	}
	return out, nil
}

func rbacRules(rules []rbacv1.PolicyRule) []input.RBACRule {
	out := make([]input.RBACRule, 0, len(rules))
	for i, r := range rules {
		out = append(out, input.RBACRule{
			Path: "/rules/" + itoa(i), APIGroups: list(r.APIGroups), Resources: list(r.Resources),
			ResourceNames: list(r.ResourceNames), Verbs: list(r.Verbs), NonResourceURLs: list(r.NonResourceURLs),
		})
	}
	return out
}
