package check

import (
	"strings"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"

	"github.com/hullcheck/hullcheck/pkg/manifest"
	"github.com/hullcheck/hullcheck/pkg/policy/input"
)

// openShiftGroup is OpenShift's older API of RBAC (openshift/api, authorization/v1): its server writes what it gets into
// the objects of Kubernetes.
const openShiftGroup = "authorization.openshift.io"

// openShiftRBAC has the fields of all four kinds that matter here.
type openShiftRBAC struct {
	Rules      []rbacv1.PolicyRule      `json:"rules"`
	RoleRef    corev1.ObjectReference   `json:"roleRef"`
	Subjects   []corev1.ObjectReference `json:"subjects"`
	UserNames  []string                 `json:"userNames"`
	GroupNames []string                 `json:"groupNames"`
}

func openShiftInput(o *manifest.Object, out input.RBAC) (input.RBAC, error) {
	var in openShiftRBAC
	if err := manifest.Decode(o, &in); err != nil {
		return out, err
	}
	switch o.Kind {
	case kindRole, kindClusterRole:
		out.Rules = rbacRules(in.Rules)
		for i := range out.Rules {
			if r := &out.Rules[i]; len(r.APIGroups) == 0 && len(r.Resources) > 0 {
				r.APIGroups = []string{""}
			}
		}
	case kindRoleBinding, kindClusterRoleBinding:
		out.Role = input.RBACRole{Kind: kindClusterRole, Name: in.RoleRef.Name, Path: "/roleRef/name"}
		if in.RoleRef.Namespace != "" {
			out.Role.Kind = kindRole
		}
		out.Subjects = in.subjects()
	}
	return out, nil
}

// subjects are those that are written out, unless there are names of users or groups: then only these count. The kinds
// SystemUser and SystemGroup differ in the characters that their names may have.
func (in *openShiftRBAC) subjects() []input.RBACSubject {
	out := []input.RBACSubject{}
	for i, name := range in.UserNames {
		out = append(out, input.RBACSubject{Kind: kindUser, Name: name, Path: "/userNames/" + itoa(i)})
	}
	for i, name := range in.GroupNames {
		out = append(out, input.RBACSubject{Kind: kindGroup, Name: name, Path: "/groupNames/" + itoa(i)})
	}
	if len(out) > 0 {
		return out
	}
	for i, s := range in.Subjects {
		out = append(out, input.RBACSubject{
			Kind: strings.TrimPrefix(s.Kind, "System"), Name: s.Name, Namespace: s.Namespace, Path: "/subjects/" + itoa(i),
		})
	}
	return out
}
