# METADATA
# scope: package
# title: Privilege escalation is allowed
# description: >-
#   Unless allowPrivilegeEscalation is false, a setuid program in the image (su, sudo, mount, ping, …) gives whoever
#   starts it the power of its owner, root for most. With false the kernel ignores such bits (no_new_privs).
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
#   - https://docs.kernel.org/userspace-api/no_new_privs.html
# schemas:
#   - input: schema.container
# custom:
#   severity: medium
#   remediation: "write allowPrivilegeEscalation: false"
#   pss:
#     - {level: restricted, check: allowPrivilegeEscalation, since: "1.8", reason: allowPrivilegeEscalation != false}
package workload.allow_privilege_escalation

import data.lib.words

deny contains {"msg": msg, "path": input.security.allow_privilege_escalation.from} if {
	not _waived
	not _forbidden
	msg := sprintf("allowPrivilegeEscalation != false: it %s", [
		words.value(input.security.allow_privilege_escalation),
	])
}

_forbidden if input.security.allow_privilege_escalation.value == false

# Windows has no setuid programs; the standard knows since 1.25.
_waived if {
	input.declared_os == "windows"
	input.kubernetes_minor >= 25
}
