package input

// RBAC is what a Role, ClusterRole, RoleBinding or ClusterRoleBinding of rbac.authorization.k8s.io, or of OpenShift's
// authorization.openshift.io, says; all of it is empty for other objects.
type RBAC struct {
	// Rules of a role. Those of a ClusterRole with an aggregationRule are not listed: the controller replaces them.
	Rules []RBACRule `json:"rules"`
	// Selectors of a ClusterRole's aggregationRule: the role has the rules of all that they select.
	Aggregations []RBACAggregation `json:"aggregations"`
	// What a binding gives.
	Role RBACRole `json:"role"`
	// Whom a binding gives it.
	Subjects []RBACSubject `json:"subjects"`
}

// RBACRule is one rule of a role.
type RBACRule struct {
	// JSON pointer of the rule.
	Path string `json:"path"`
	// API groups; the core group is "".
	APIGroups []string `json:"api_groups"`
	// Resources, with subresources as in pods/exec.
	Resources []string `json:"resources"`
	// Names to which the rule is restricted; empty where it is not.
	ResourceNames []string `json:"resource_names"`
	// Verbs.
	Verbs []string `json:"verbs"`
	// Paths of the API server that are no resources.
	NonResourceURLs []string `json:"non_resource_urls"`
}

// RBACAggregation is one selector of an aggregationRule.
type RBACAggregation struct {
	// JSON pointer of the selector.
	Path string `json:"path"`
	// Whether it selects the ClusterRole cluster-admin.
	ClusterAdmin bool `json:"cluster_admin"`
}

// RBACRole is the roleRef of a binding.
type RBACRole struct {
	// Role or ClusterRole; empty where the object is no binding.
	Kind string `json:"kind"`
	// Name of the role.
	Name string `json:"name"`
	// JSON pointer of the name.
	Path string `json:"path"`
}

// RBACSubject is one subject of a binding.
type RBACSubject struct {
	// User, Group or ServiceAccount.
	Kind string `json:"kind"`
	// Name of the subject.
	Name string `json:"name"`
	// Namespace of a service account as written.
	Namespace string `json:"namespace"`
	// JSON pointer of the subject.
	Path string `json:"path"`
}
