package rbac.escalation_test

import data.lib.fixture
import data.rbac.escalation

_denied(changes) := found if found := escalation.deny with input as fixture.role(changes)

_rbac := "rbac.authorization.k8s.io"

test_escalate if {
	_denied({"api_groups": [_rbac], "resources": ["roles", "clusterroles"], "verbs": ["get", "escalate"], "resource_names": ["x"]}) == {{
		"msg": "ClusterRole operator may write any right into a role: it allows escalate on roles, clusterroles",
		"path": "/rules/0/verbs/1",
	}}
}

test_bind if {
	_denied({"api_groups": ["*"], "resources": ["*"], "verbs": ["bind"]}) == {{
		"msg": "ClusterRole operator may give any role to anyone, itself included: it allows bind on every resource",
		"path": "/rules/0/verbs/0",
	}}
}

test_impersonate if {
	_denied({"resources": ["users"], "verbs": ["impersonate"]}) == {{
		"msg": "ClusterRole operator may act as others: it allows impersonate on users",
		"path": "/rules/0/verbs/0",
	}}
}

test_impersonate_in_the_group_of_none_of_them if {
	changes := {"api_groups": ["authentication.k8s.io"], "resources": ["users", "groups", "uids", "userextras/scopes"]}
	_denied(object.union(changes, {"verbs": ["impersonate"]})) == set()
}

test_tokens if {
	token := {"resources": ["serviceaccounts/token"], "verbs": ["get", "create"]}
	_denied(token) == {{
		"msg": "ClusterRole operator may sign in as any service account: it allows create on serviceaccounts/token",
		"path": "/rules/0/verbs/1",
	}}
	count(_denied({"resources": ["*/token"], "verbs": ["create"]})) == 1
	_denied(object.union(token, {"resource_names": ["api"]})) == set()
	_denied({"resources": ["serviceaccounts"], "verbs": ["create"]}) == set()
}

_in_a_role(changes) := found if {
	found := escalation.deny with input as fixture.role(changes) with input.object_kind as "Role"
}

test_a_role_allows_nothing_outside_of_namespaces if {
	_in_a_role({"resources": ["users", "groups"], "verbs": ["impersonate"]}) == set()
	_in_a_role({"api_groups": [_rbac], "resources": ["clusterroles"], "verbs": ["escalate"]}) == set()
	_in_a_role({"resources": ["nodes/proxy", "*/proxy"], "verbs": ["get"]}) == set()
}

test_what_a_role_allows if {
	count(_in_a_role({"api_groups": [_rbac], "resources": ["clusterroles"], "verbs": ["bind"]})) == 1
	_in_a_role({"resources": ["users", "serviceaccounts"], "verbs": ["impersonate"]}) == {{
		"msg": "Role operator may act as others: it allows impersonate on serviceaccounts",
		"path": "/rules/0/verbs/0",
	}}
}

test_by_name if {
	bind := {"api_groups": [_rbac], "resources": ["clusterroles"], "verbs": ["bind"]}
	_denied(object.union(bind, {"resource_names": ["tenant", "viewer"]})) == set()
	count(_denied(object.union(bind, {"resource_names": ["tenant", "cluster-admin"]}))) == 1
	impersonate := {"resources": ["groups"], "verbs": ["impersonate"]}
	_denied(object.union(impersonate, {"resource_names": ["devs"]})) == set()
	count(_denied(object.union(impersonate, {"resource_names": ["system:masters"]}))) == 1
}

test_the_kubelet if {
	_denied({"resources": ["nodes", "nodes/proxy"], "verbs": ["get"]}) == {{
		"msg": "ClusterRole operator may run commands in every pod of a node, through the kubelet: it allows get on nodes/proxy",
		"path": "/rules/0/resources/1",
	}}
	count(_denied({"resources": ["*/proxy"], "verbs": ["get"]})) == 1
	_denied({"resources": ["nodes/proxy"], "verbs": []}) == set()
	_denied({"resources": ["nodes/proxy"], "verbs": ["list", "watch"]}) == set()
	_denied({"resources": ["services/proxy", "nodes/metrics"], "verbs": ["get"]}) == set()
	_denied({"api_groups": ["example.com"], "resources": ["nodes/proxy"], "verbs": ["get"]}) == set()
}

test_other_resources_are_silent if {
	_denied({"api_groups": ["example.com"], "resources": ["roles"], "verbs": ["bind", "escalate", "impersonate"]}) == set()
	_denied({"api_groups": [_rbac], "resources": ["rolebindings"], "verbs": ["bind", "create"]}) == set()
}

test_wildcards_are_another_rules if _denied({"api_groups": ["*"], "resources": ["*"], "verbs": ["*"]}) == set()

test_roles_of_the_server_are_silent if {
	changes := {"resources": ["users", "nodes/proxy"], "verbs": ["impersonate"]}
	found := escalation.deny with input as fixture.role(changes)
		with input.name as "system:node"
		with input.labels as {"kubernetes.io/bootstrapping": "rbac-defaults"}
	found == set()
}

test_absent_is_silent if {
	found := escalation.deny with input as fixture.resource
	found == set()
}
