# METADATA
# scope: package
# title: Somebody is given the role cluster-admin
# description: >-
#   The role allows everything, in the whole cluster or, by a RoleBinding, in a namespace. Who has it may start a privileged
#   pod, and so is root on the nodes; a program that has it gives all that away with its first serious bug.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/rbac-good-practices/
# schemas:
#   - input: schema.object
# custom:
#   severity: critical
#   remediation: write a role with the rights that are needed, and bind that
package rbac.cluster_admin_binding

import data.lib.words

deny contains {"msg": msg, "path": input.rbac.role.path} if {
	input.rbac.role.kind == "ClusterRole"
	input.rbac.role.name == "cluster-admin"
	subjects := [_named(subject.kind, subject.namespace, subject.name) |
		some subject in input.rbac.subjects
		not _above_rbac(subject.kind, subject.name)
	]
	count(subjects) > 0
	msg := sprintf("%s %s gives all rights in %s to %s", [input.object_kind, input.name, _where, words.list(subjects)])
}

# The group may do everything without any binding; the API server's own binding names it.
_above_rbac(kind, name) if {
	kind == "Group"
	name == "system:masters"
}

_where := "the cluster" if input.object_kind == "ClusterRoleBinding"

_where := "its namespace" if input.object_kind == "RoleBinding"

_named(kind, "", name) := sprintf("%s %s", [kind, name])

_named(kind, namespace, name) := sprintf("%s %s/%s", [kind, namespace, name]) if namespace != ""
