package lib.rbac_test

import data.lib.rbac

test_groups_of_the_api_server if {
	groups := {"", "*", "apps", "rbac.authorization.k8s.io"}
	{group | some group in groups; rbac.kubernetes([group])} == groups
	rbac.kubernetes(["example.com", "apps"])
}

test_groups_of_others if {
	groups := {"example.com", "metrics.k8s.io", "monitoring.coreos.com"}
	not rbac.kubernetes(groups)
}

test_group_absent if not rbac.kubernetes([])

test_bootstrap if {
	labels := {"kubernetes.io/bootstrapping": "rbac-defaults"}
	names := {"cluster-admin", "edit", "system:node"}
	{name | some name in (names | {"operator", "system:", "admins"}); rbac.bootstrap(name, labels)} == names
	not rbac.bootstrap("admin", {"kubernetes.io/bootstrapping": "no"})
	not rbac.bootstrap("admin", {})
}

test_shown if rbac.shown(["get", "*"], "every verb") == ["get", "every verb"]
