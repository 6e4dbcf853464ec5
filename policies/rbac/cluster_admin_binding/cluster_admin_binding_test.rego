package rbac.cluster_admin_binding_test

import data.lib.fixture
import data.rbac.cluster_admin_binding

_binding(kind, role, subjects) := object.union(fixture.resource, {
	"api_version": "rbac.authorization.k8s.io/v1", "object_kind": kind, "name": "ops", "pods": [],
	"rbac": {"role": role, "subjects": subjects},
})

_admin := {"kind": "ClusterRole", "name": "cluster-admin", "path": "/roleRef/name"}

_subject(kind, namespace, name) := {"kind": kind, "name": name, "namespace": namespace, "path": "/subjects/0"}

_denied(kind, role, subjects) := found if {
	found := cluster_admin_binding.deny with input as _binding(kind, role, subjects)
}

test_in_the_cluster if {
	_denied("ClusterRoleBinding", _admin, [_subject("ServiceAccount", "kube-system", "tiller"), _subject("User", "", "jane")]) == {{
		"msg": "ClusterRoleBinding ops gives all rights in the cluster to ServiceAccount kube-system/tiller, User jane",
		"path": "/roleRef/name",
	}}
}

test_in_a_namespace if {
	_denied("RoleBinding", _admin, [_subject("Group", "", "devs")]) == {{
		"msg": "RoleBinding ops gives all rights in its namespace to Group devs",
		"path": "/roleRef/name",
	}}
}

test_who_has_them_anyway_is_left_out if {
	masters := _subject("Group", "", "system:masters")
	_denied("ClusterRoleBinding", _admin, [masters]) == set()
	_denied("ClusterRoleBinding", _admin, [masters, _subject("User", "", "system:masters")]) == {{
		"msg": "ClusterRoleBinding ops gives all rights in the cluster to User system:masters",
		"path": "/roleRef/name",
	}}
}

test_another_role_is_silent if {
	_denied("ClusterRoleBinding", object.union(_admin, {"name": "view"}), [_subject("User", "", "jane")]) == set()
	_denied("RoleBinding", object.union(_admin, {"kind": "Role"}), [_subject("User", "", "jane")]) == set()
}

test_subjects_absent if _denied("ClusterRoleBinding", _admin, []) == set()

test_absent_is_silent if {
	found := cluster_admin_binding.deny with input as fixture.resource
	found == set()
}
