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

_bootstrapping := {"kubernetes.io/bootstrapping": "rbac-defaults"}

test_bootstrap_cluster_roles if {
	names := {"cluster-admin", "edit", "system:node", "system:controller:job-controller"}
	others := {"operator", "system:", "system:operator", "system:controller:operator", "job-controller"}
	{name | some name in (names | others); rbac.bootstrap("ClusterRole", "", name, _bootstrapping)} == names
}

test_bootstrap_roles if {
	rbac.bootstrap("Role", "kube-system", "system:controller:token-cleaner", _bootstrapping)
	not rbac.bootstrap("Role", "shop", "system:controller:token-cleaner", _bootstrapping)
	not rbac.bootstrap("Role", "kube-system", "cluster-admin", _bootstrapping)
}

test_bootstrap_label if {
	not rbac.bootstrap("ClusterRole", "", "admin", {"kubernetes.io/bootstrapping": "no"})
	not rbac.bootstrap("ClusterRole", "", "admin", {})
}

test_shown if rbac.shown(["get", "*"], "every verb") == ["get", "every verb"]

test_beyond if {
	rbac.beyond("Role", "escalate", "clusterroles")
	rbac.beyond("Role", "impersonate", "users")
	not rbac.beyond("Role", "bind", "clusterroles")
	not rbac.beyond("Role", "impersonate", "serviceaccounts")
	not rbac.beyond("ClusterRole", "escalate", "clusterroles")
}
