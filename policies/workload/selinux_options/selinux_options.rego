# METADATA
# scope: package
# title: SELinux options leave the confinement of containers
# description: >-
#   On nodes with SELinux a container runs with a type that reaches the files of containers only. Another type, or
#   any user or role, can undo that: spc_t is not confined at all.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
#   - https://kubernetes.io/docs/tasks/configure-pod-container/security-context/#assign-selinux-labels-to-a-container
# schemas:
#   - input: schema.object
# custom:
#   severity: medium
#   remediation: remove user, role and type from seLinuxOptions, or write one of the types for containers
#   pss:
#     - {level: baseline, check: seLinuxOptions, since: "1.0", reason: seLinuxOptions}
package workload.selinux_options

deny contains {"msg": msg, "path": context.selinux_type.from} if {
	some pod in input.pods
	some context in pod.contexts
	context.selinux_type.set
	not context.selinux_type.value in _types
	msg := sprintf("seLinuxOptions: type is %s for %s", [context.selinux_type.value, context.owner])
}

deny contains {"msg": msg, "path": context.selinux_user.from} if {
	some pod in input.pods
	some context in pod.contexts
	context.selinux_user.set
	msg := sprintf("seLinuxOptions: user is %s for %s, it may not be set", [context.selinux_user.value, context.owner])
}

deny contains {"msg": msg, "path": context.selinux_role.from} if {
	some pod in input.pods
	some context in pod.contexts
	context.selinux_role.set
	msg := sprintf("seLinuxOptions: role is %s for %s, it may not be set", [context.selinux_role.value, context.owner])
}

_types contains name if some name in {"container_t", "container_init_t", "container_kvm_t"}

_types contains "container_engine_t" if input.kubernetes_minor >= 31
