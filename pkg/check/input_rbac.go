package check

import (
	"fmt"
	"strings"

	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"

	"github.com/hullcheck/hullcheck/pkg/manifest"
	"github.com/hullcheck/hullcheck/pkg/policy/input"
)

// The kinds of RBAC, and those of subjects beside service accounts.
const (
	kindRole               = "Role"
	kindClusterRole        = "ClusterRole"
	kindRoleBinding        = "RoleBinding"
	kindClusterRoleBinding = "ClusterRoleBinding"
	kindUser               = rbacv1.UserKind
	kindGroup              = rbacv1.GroupKind
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
	out := input.RBAC{
		Rules: []input.RBACRule{}, Aggregations: []input.RBACAggregation{}, Subjects: []input.RBACSubject{},
	}
	switch group, _, _ := strings.Cut(o.APIVersion, "/"); group {
	case rbacv1.GroupName:
	case openShiftGroup:
		return openShiftInput(o, out)
	default:
		return out, nil
	}
	var in anyRBAC
	if err := manifest.Decode(o, &in); err != nil {
		return out, err
	}
	switch o.Kind {
	case kindRole:
		out.Rules = rbacRules(in.Rules) // an aggregationRule is no field of it
	case kindClusterRole:
		if in.AggregationRule == nil {
			out.Rules = rbacRules(in.Rules)
			return out, nil
		}
		var err error
		out.Aggregations, err = rbacAggregations(o, in.AggregationRule.ClusterRoleSelectors)
		return out, err
	case kindRoleBinding, kindClusterRoleBinding:
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

// clusterAdmin are the labels that the API server gives the role cluster-admin (kubernetes,
// plugin/pkg/auth/authorizer/rbac/bootstrappolicy).
var clusterAdmin = labels.Set{"kubernetes.io/bootstrapping": "rbac-defaults"}

// rbacAggregations reads selectors. An empty one selects cluster-admin, and so does one that only asks for labels that are
// not there.
func rbacAggregations(o *manifest.Object, selectors []metav1.LabelSelector) ([]input.RBACAggregation, error) {
	out := make([]input.RBACAggregation, 0, len(selectors))
	for i := range selectors {
		at := "/aggregationRule/clusterRoleSelectors/" + itoa(i)
		s, err := selectorOf(o, at, &selectors[i])
		if err != nil {
			return nil, err
		}
		out = append(out, input.RBACAggregation{Path: at, ClusterAdmin: s.Matches(clusterAdmin)})
	}
	return out, nil
}

// selectorOf reads the selector that stands at a pointer of an object.
func selectorOf(o *manifest.Object, at string, in *metav1.LabelSelector) (labels.Selector, error) {
	s, err := metav1.LabelSelectorAsSelector(in)
	if err != nil {
		return nil, o.Fault(at, fmt.Sprintf("%s: %v", manifest.FieldPath(at), err),
			"write the operator In or NotIn with values, Exists or DoesNotExist without")
	}
	return s, nil
}
