package rbac.sensitive_read_test

import data.lib.fixture
import data.rbac.sensitive_read

_denied(changes) := found if found := sensitive_read.deny with input as fixture.role(changes)

test_secrets if {
	_denied({"resources": ["configmaps", "secrets"], "verbs": ["get", "list", "create"]}) == {{
		"msg": "ClusterRole operator may read every Secret: it allows get, list on secrets",
		"path": "/rules/0/resources/1",
	}}
}

test_a_shell if {
	_denied({"resources": ["pods/exec", "pods/attach"], "verbs": ["create"], "resource_names": ["x"]}) == {
		{
			"msg": "ClusterRole operator may run commands in pods: it allows create on pods/exec",
			"path": "/rules/0/resources/0",
		},
		{
			"msg": "ClusterRole operator may talk to the programs in pods: it allows create on pods/attach",
			"path": "/rules/0/resources/1",
		},
	}
}

test_a_container_beside if {
	_denied({"resources": ["pods/ephemeralcontainers"], "verbs": ["get", "patch"]}) == {{
		"msg": "ClusterRole operator may start containers in pods: it allows patch on pods/ephemeralcontainers",
		"path": "/rules/0/resources/0",
	}}
}

test_subresources_of_everything if {
	_denied({"resources": ["*/exec"], "verbs": ["create"]}) == {{
		"msg": "ClusterRole operator may run commands in pods: it allows create on */exec",
		"path": "/rules/0/resources/0",
	}}
	_denied({"resources": ["*/*", "pods/*", "*/log", "*/secrets"], "verbs": ["get", "create"]}) == set()
}

test_an_empty_name if {
	_denied({"resources": ["secrets"], "verbs": ["get", "list"], "resource_names": ["tls", ""]}) == {{
		"msg": "ClusterRole operator may read every Secret: it allows list on secrets",
		"path": "/rules/0/resources/0",
	}}
	_denied({"resources": ["secrets"], "verbs": ["get"], "resource_names": [""]}) == set()
	_denied({"resources": ["secrets"], "verbs": ["list"], "resource_names": ["tls"]}) == set()
}

test_named_secrets_are_silent if _denied({"resources": ["secrets"], "resource_names": ["tls"]}) == set()

test_writing_is_silent if _denied({"resources": ["secrets"], "verbs": ["create", "update"]}) == set()

test_another_group_is_silent if _denied({"api_groups": ["example.com"], "resources": ["secrets"]}) == set()

test_wildcards_are_another_rules if {
	_denied({"resources": ["secrets"], "verbs": ["*"]}) == set()
	_denied({"resources": ["*"], "verbs": ["get"]}) == set()
}

test_roles_of_the_server_are_silent if {
	found := sensitive_read.deny with input as fixture.role({"resources": ["secrets"]})
		with input.name as "system:node"
		with input.labels as {"kubernetes.io/bootstrapping": "rbac-defaults"}
	found == set()
}

test_absent_is_silent if {
	found := sensitive_read.deny with input as fixture.resource
	found == set()
}
