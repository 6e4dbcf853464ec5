package rbac.wildcard_resources_test

import data.lib.fixture
import data.rbac.wildcard_resources

_denied(changes) := found if found := wildcard_resources.deny with input as fixture.role(changes)

test_wildcard if {
	_denied({"resources": ["pods", "*"], "verbs": ["get", "list"], "api_groups": ["", "apps"]}) == {{
		"msg": "ClusterRole operator allows get, list for every resource of the core group, apps: resources holds *",
		"path": "/rules/0/resources/1",
	}}
}

test_every_group if {
	_denied({"resources": ["*"], "api_groups": ["*"]}) == {{
		"msg": "ClusterRole operator allows get for every resource of every group: resources holds *",
		"path": "/rules/0/resources/0",
	}}
}

test_resources_that_are_written_out_are_silent if _denied({"resources": ["pods", "pods/log", "*/scale"]}) == set()

test_own_resources_are_silent if _denied({"api_groups": ["example.com"], "resources": ["*"]}) == set()

test_verbs_absent if _denied({"resources": ["*"], "verbs": []}) == set()

test_roles_of_the_server_are_silent if {
	found := wildcard_resources.deny with input as fixture.role({"resources": ["*"]})
		with input.name as "system:node"
		with input.labels as {"kubernetes.io/bootstrapping": "rbac-defaults"}
	found == set()
}

test_aggregation_of_everything if {
	found := wildcard_resources.deny with input as fixture.role({})
		with input.rbac.aggregations as [
			{"path": "/aggregationRule/clusterRoleSelectors/0", "cluster_admin": false},
			{"path": "/aggregationRule/clusterRoleSelectors/1", "cluster_admin": true},
		]
	found == {{
		"msg": "ClusterRole operator takes over the rules of cluster-admin, which the selector selects",
		"path": "/aggregationRule/clusterRoleSelectors/1",
	}}
}

test_absent_is_silent if {
	found := wildcard_resources.deny with input as fixture.resource
	found == set()
}
