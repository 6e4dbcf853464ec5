package rbac.wildcard_verbs_test

import data.lib.fixture
import data.rbac.wildcard_verbs

_denied(changes) := found if found := wildcard_verbs.deny with input as fixture.role(changes)

test_wildcard if {
	_denied({"resources": ["pods", "secrets"], "verbs": ["get", "*"]}) == {{
		"msg": "ClusterRole operator allows everything with pods, secrets: verbs holds *",
		"path": "/rules/0/verbs/1",
	}}
}

test_everything if {
	_denied({"resources": ["*"], "verbs": ["*"]}) == {{
		"msg": "ClusterRole operator allows everything with every resource: verbs holds *",
		"path": "/rules/0/verbs/0",
	}}
}

test_verbs_that_are_written_out_are_silent if _denied({"verbs": ["get", "delete"]}) == set()

test_own_resources_are_silent if _denied({"api_groups": ["example.com"], "verbs": ["*"]}) == set()

test_paths_of_the_server_are_silent if {
	_denied({"api_groups": [], "resources": [], "non_resource_urls": ["/metrics"], "verbs": ["*"]}) == set()
}

test_roles_of_the_server_are_silent if {
	found := wildcard_verbs.deny with input as fixture.role({"verbs": ["*"]})
		with input.name as "system:node"
		with input.labels as {"kubernetes.io/bootstrapping": "rbac-defaults"}
	found == set()
}

test_absent_is_silent if {
	found := wildcard_verbs.deny with input as fixture.resource
	found == set()
}
